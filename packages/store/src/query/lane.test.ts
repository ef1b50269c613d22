import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Lane } from './lane.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;

const deadline = 30_000;

/** A lane whose answers take so long, and how to ask it for one. */
async function laneOf(milliseconds: number, maxWaiting: number) {
  const lane = new Lane(
    { atOnce: 2, maxWaiting, deadline },
    (seconds) => new Error(`${seconds} s`),
  );
  const answer = () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const ask = () => lane.pass(answer, 0, never).then(() => 'answered', String);
  for (let answers = 0; answers < 50; answers++) {
    const found = ask();
    await vi.advanceTimersByTimeAsync(milliseconds);
    await found;
  }
  return ask;
}

it.each([
  [40, 50, 50, '1 s'],
  [100, 100, 100, '5 s'],
  [1000, 30, 30, '15 s'],
  [1000, 100, 60, '30 s'],
  [90_000, 100, 1, '45 s'],
  [900_000, 100, 1, '60 s'],
])(
  'with answers of %i ms and %i places, %i wait, the next one for %s',
  async (time, places, waiting, after) => {
    const ask = await laneOf(time, places);
    const asked = Array.from({ length: 2 + waiting + 1 }, ask);
    expect(await Promise.race(asked)).toBe(`Error: ${after}`);
    await vi.advanceTimersByTimeAsync(time * asked.length);
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(2 + waiting);
  },
);
