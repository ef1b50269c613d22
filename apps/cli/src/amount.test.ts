import { expect, it } from 'vitest';
import { minus, plus } from './amount.ts';

it('amounts are added and subtracted exactly, and are numbers where these will do', () => {
  expect(plus(2 ** 53 - 1, 2)).toBe(2n ** 53n + 1n);
  expect(plus(2n ** 53n, 1)).toBe(2n ** 53n + 1n);
  expect(minus(2n ** 53n + 1n, 2)).toBe(2 ** 53 - 1);
  expect(minus(1, 2n ** 62n)).toBe(1n - 2n ** 62n);
  expect(plus(0.5, 1n)).toBe(1.5);
  expect(minus(2, 0.5)).toBe(1.5);
});
