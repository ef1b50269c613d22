import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atOnce, inTurns, sorted } from './steps.ts';

it('sorts in steps as an array sorts, equal items in their order', () =>
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 20 }), fc.nat(700), (numbers, times) => {
      const items = Array.from({ length: times }, () => numbers)
        .flat()
        .map((number, place) => ({ number, place }));
      const compare = (one: { number: number }, other: { number: number }) =>
        one.number - other.number;
      expect(atOnce(sorted(items, compare))).toEqual(items.toSorted(compare));
    }),
    { numRuns: 20 },
  ));

it('lets others have their turn while it works', async () => {
  const order: string[] = [];
  function* work() {
    for (let step = 0; step < 3; step++) {
      const end = performance.now() + 20;
      while (performance.now() < end);
      order.push(`step ${step}`);
      yield;
    }
    return 'done';
  }
  const others = setInterval(() => order.push('others'), 1);
  expect(await inTurns(work())).toBe('done');
  clearInterval(others);
  expect(order.filter((what) => what === 'others').length).toBeGreaterThan(1);
  expect(order.indexOf('others')).toBeLessThan(order.indexOf('step 2'));
});
