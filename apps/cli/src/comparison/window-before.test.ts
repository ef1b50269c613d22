import { describe, expect, it } from 'vitest';
import { windowBefore } from './window-before.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 22, 12);
const window = { start_time: start, end_time: start + hour };
const now = start + 5 * hour;

describe('the window that another one is compared with', () => {
  it('is right before it', () => {
    expect(windowBefore(window, undefined, now)).toEqual({
      start_time: start - hour,
      end_time: start,
    });
  });

  it.each([
    ['7d', start - 168 * hour],
    ['30m', start - hour / 2],
    ['2026-11-20T12:00Z', start - 48 * hour],
    [String(start - 2 * hour), start - 2 * hour],
    ['1h', start - hour],
  ])('with %s is as long, and begins then', (chosen, start_time) => {
    expect(windowBefore(window, chosen, now)).toEqual({ start_time, end_time: start_time + hour });
  });

  it('is over', () => {
    const chosen = new Date(now - hour / 2).toISOString();
    expect(() => windowBefore(window, chosen, now)).toThrow(
      /as long, from .+ to .+, and is not over yet\. Give an earlier --with, or a shorter window\.$/,
    );
  });

  it('is another one, and begins after 1970', () => {
    expect(() => windowBefore(window, String(start), now)).toThrow('names the window itself');
    expect(() => windowBefore(window, '99999w', now)).toThrow('begin before 1970');
    expect(() => windowBefore(window, 'then', now)).toThrow('--with is "then". It takes ');
    const early = { start_time: 1, end_time: 3 };
    expect(() => windowBefore(early, undefined, now)).toThrow('would begin before 1970');
  });
});
