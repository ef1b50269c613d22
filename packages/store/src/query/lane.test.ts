import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Lane } from './lane.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;

/** The seconds after which to come again, when so many wait for answers that take so long. */
async function retryAfter(milliseconds: number, maxWaiting: number): Promise<string> {
  const lane = new Lane({ atOnce: 2, maxWaiting }, (seconds) => new Error(`${seconds} s`));
  const answer = () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  for (let answers = 0; answers < 50; answers++) {
    const found = lane.pass(answer, 0, never);
    await vi.advanceTimersByTimeAsync(milliseconds);
    await found;
  }
  const asked = Array.from({ length: 3 + maxWaiting }, () => lane.pass(answer, 0, never));
  const refused = await Promise.race(asked.map((found) => found.then(() => 'found', String)));
  await vi.advanceTimersByTimeAsync(milliseconds * asked.length);
  return refused;
}

it.each([
  [40, 50, '1 s'],
  [100, 100, '5 s'],
  [1000, 30, '15 s'],
  [10_000, 100, '60 s'],
])('with answers of %i ms and %i that wait, more may come in %s', async (time, waiting, after) => {
  expect(await retryAfter(time, waiting)).toBe(`Error: ${after}`);
});
