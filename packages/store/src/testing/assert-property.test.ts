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

function taking(milliseconds: number): fc.IAsyncProperty<[number]> {
  return fc.asyncProperty(fc.nat(), async (_value) => {
    await sleep(milliseconds);
  });
}

describe('a property that holds', () => {
  test('passes when all cases ran in time.', async () => {
    await assertProperty(taking(0), { numRuns: 20 });
  });

  test('passes when the time was too short for all of them, but not for the minimum.', async () => {
    await assertProperty(taking(1), { numRuns: 1_000_000, timeLimit: 200, minRuns: 2 });
  });

  test('fails when fewer than a quarter of the cases ran, and says how many.', async () => {
    await expect(assertProperty(taking(60), { numRuns: 100, timeLimit: 200 })).rejects.toThrow(
      /^Only 3 of 100 random cases ran in 0\.2 s, all without a fault: fewer than 25 /,
    );
  });

  test('fails when not one case ran to its end.', async () => {
    await expect(assertProperty(taking(10_000), { numRuns: 1, timeLimit: 50 })).rejects.toThrow(
      /^Only 0 of 1 random cases ran in 0\.1 s, /,
    );
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
});
