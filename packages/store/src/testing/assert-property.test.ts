import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { assertProperty } from './assert-property.ts';

// fast-check keeps the timers that it finds when it is loaded.
vi.hoisted(() => vi.useFakeTimers());

let passing: Promise<unknown>;
/** Lets time pass, of which the machine takes none. */
const sleep = (milliseconds: number) => (passing = vi.advanceTimersByTimeAsync(milliseconds));
// Time that nobody waits for any more passes, too.
afterEach(() => passing);

/** A property that holds, whose cases take so long, and how many of them ran to their end. */
function taking(milliseconds: number) {
  const ended = { cases: 0 };
  const property = fc.asyncProperty(fc.nat(), async (_value) => {
    await sleep(milliseconds);
    ended.cases++;
  });
  return { property, ended };
}

describe('a property that holds', () => {
  test('is held against all cases when there is time for them.', async () => {
    const { property, ended } = taking(1);
    await assertProperty(property, { numRuns: 20 });
    expect(ended.cases).toBe(20);
  });

  test('is held against as many cases as there is time for.', async () => {
    const { property, ended } = taking(1);
    await assertProperty(property, { numRuns: 1_000_000, timeLimit: 200, minRuns: 2 });
    expect(ended.cases).toBeGreaterThanOrEqual(199);
    expect(ended.cases).toBeLessThanOrEqual(200);
  });

  test.each([
    { each: 60, numRuns: 100, cases: 25 },
    { each: 60, numRuns: 100, minRuns: 7, cases: 7 },
    { each: 10_000, numRuns: 1, cases: 1 },
  ])('is held against $cases cases of $numRuns however long they take.', async (one) => {
    const { each, cases, ...limits } = one;
    const { property, ended } = taking(each);
    await assertProperty(property, { ...limits, timeLimit: 200 });
    // The one under way when the time was over is not counted.
    expect([cases, cases + 1]).toContain(ended.cases);
  });
});

describe('a property that does not hold', () => {
  test('fails with the counterexample and its error.', async () => {
    const fault = new RangeError('too large');
    const property = fc.asyncProperty(fc.nat(), async (value) => {
      if (value >= 10) throw fault;
    });
    await expect(assertProperty(property, { numRuns: 100 })).rejects.toMatchObject({
      message: expect.stringContaining('Counterexample: [10]'),
      cause: fault,
    });
  });

  test('fails with what was found when looking for a smaller one takes too long.', async () => {
    const fault = new RangeError('too large');
    const property = fc.asyncProperty(fc.integer({ min: 1_000_000 }), async (value) => {
      await sleep(50);
      if (value > 1_000_000) throw fault;
    });
    await expect(assertProperty(property, { numRuns: 100, timeLimit: 400 })).rejects.toMatchObject({
      message: expect.stringContaining('Counterexample: ['),
      cause: fault,
    });
  });

  test('fails with what is found when the time is over.', async () => {
    const fault = new RangeError('late');
    let cases = 0;
    const property = fc.asyncProperty(fc.nat(), async (_value) => {
      await sleep(50);
      if (++cases === 20) throw fault;
    });
    await expect(assertProperty(property, { numRuns: 100, timeLimit: 400 })).rejects.toMatchObject({
      message: expect.stringContaining('Counterexample: ['),
      cause: fault,
    });
  });
});
