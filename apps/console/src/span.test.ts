import { Range } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { covers, spanAround, spanOfRange, wholeMinutes } from './span.ts';

it.each([
  [Range.LAST_HOUR, 3_600_000],
  [Range.LAST_DAY, 86_400_000],
  [Range.LAST_SEVEN_DAYS, 604_800_000],
])('range %d ends now and is %d ms long', (range, length) => {
  const now = 1_751_355_533_000;
  expect(spanOfRange(range, now)).toEqual({ start: now - length, end: now });
});

it('the span around flows holds the first and the last of them', () => {
  for (const [first, last] of [
    [60_000, 120_000],
    [60_001, 119_999],
    [60_000, 60_000],
  ] as const) {
    expect(covers(spanAround(first, last), first, last)).toBe(true);
  }
  expect(spanAround(60_001, 119_999)).toEqual({ start: 60_000, end: 120_000 });
});

it('a span ends before its end', () => {
  expect(covers({ start: 1, end: 5 }, 1, 5)).toBe(false);
  expect(covers({ start: 1, end: 6 }, 1, 5)).toBe(true);
  expect(covers({ start: 2, end: 6 }, 1, 5)).toBe(false);
});

it('whole minutes hold all of a span', () => {
  expect(wholeMinutes({ start: 61_000, end: 121_000 })).toEqual({ start: 60_000, end: 180_000 });
  expect(wholeMinutes({ start: 60_000, end: 120_000 })).toEqual({ start: 60_000, end: 120_000 });
});
