import { expect, it } from 'vitest';
import { portions } from './portions.ts';

it('portions have at most so many flows, or one entry', () => {
  const cut = (...flows: number[]) =>
    portions(
      flows.map((one) => ({ flows: one })),
      10,
    ).map((portion) => portion.map((entry) => entry.flows));
  expect(cut()).toEqual([]);
  expect(cut(4, 6, 1, 0, 10)).toEqual([[4, 6], [1, 0], [10]]);
  expect(cut(11, 12, 0)).toEqual([[11], [12], [0]]);
});
