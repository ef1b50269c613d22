import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Names that got their turn, in order. */
function turnsOf(limiter: RateLimiter, names: string, signals: Record<string, AbortSignal> = {}) {
  const turns: string[] = [];
  for (const name of names) {
    limiter.turn(signals[name] ?? new AbortController().signal).then(
      () => turns.push(name),
      () => turns.push(`${name} left`),
    );
  }
  return turns;
}

describe('the rate limiter', () => {
  it('gives so many turns a second, in order', async () => {
    const limiter = new RateLimiter(2);
    const turns = turnsOf(limiter, 'abcd');
    await vi.advanceTimersByTimeAsync(1);
    expect([turns, limiter.waiting]).toEqual([['a'], 3]);
    await vi.advanceTimersByTimeAsync(500);
    expect(turns).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1000);
    expect([turns, limiter.waiting]).toEqual([['a', 'b', 'c', 'd'], 0]);
  });

  it('spends no turn on those who left', async () => {
    const limiter = new RateLimiter(1);
    const controller = new AbortController();
    const turns = turnsOf(limiter, 'abc', { b: controller.signal });
    await vi.advanceTimersByTimeAsync(1);
    controller.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns).toEqual(['a', 'b left', 'c']);
  });

  it('puts all turns off while it is paused, and then keeps to the rate', async () => {
    const limiter = new RateLimiter(10);
    const turns = turnsOf(limiter, 'abc');
    await vi.advanceTimersByTimeAsync(1);
    limiter.pause(5000);
    expect(limiter.paused).toBe(5000);
    await vi.advanceTimersByTimeAsync(4999);
    expect(turns).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(2);
    expect([turns, limiter.paused]).toEqual([['a', 'b'], 0]);
    await vi.advanceTimersByTimeAsync(100);
    expect(turns).toEqual(['a', 'b', 'c']);
  });
});
