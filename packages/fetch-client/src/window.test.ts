import { describe, expect, it } from 'vitest';
import { between, last } from './index.ts';

const now = Date.UTC(2026, 10, 22, 12);

describe('a window', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['6h', 21_600_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
  ])('of the last %s ends now', (length, milliseconds) => {
    expect(last(length, now)).toEqual({ start_time: now - milliseconds, end_time: now });
  });

  it.each(['', '6', 'h', '6 hours', '-6h', '0h', '6H'])('is not the last %o', (length) => {
    expect(() => last(length, now)).toThrow(RangeError);
  });

  it('takes dates, milliseconds and ISO 8601', () => {
    const window = { start_time: now - 1000, end_time: now };
    expect(between(now - 1000, now)).toEqual(window);
    expect(between(new Date(now - 1000), new Date(now))).toEqual(window);
    expect(between('2026-11-22T11:59:59Z', '2026-11-22T12:00:00.000Z')).toEqual(window);
    expect(between('2026-11-22T19:59:59+08:00', now)).toEqual(window);
  });

  it.each([
    [now, now],
    [now, now - 1],
    ['yesterday', now],
    [Number.NaN, now],
    [new Date('x'), now],
    [-1, now],
    [0.5, now],
  ])('is not one from %o to %o', (start, end) => {
    expect(() => between(start, end)).toThrow(RangeError);
  });
});
