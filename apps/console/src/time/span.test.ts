import { expect, it } from 'vitest';
import {
  covers,
  neighbour,
  roundedNow,
  spanAround,
  spanBefore,
  spanOf,
  wholeMinutes,
} from './span.ts';

it('a window back from now ends now, another one where it says', () => {
  const now = 1_751_355_533_000;
  expect(spanOf({ last: 3_600_000 }, now)).toEqual({ start: now - 3_600_000, end: now });
  expect(spanOf({ start_time: 1, end_time: 5 }, now)).toEqual({ start: 1, end: 5 });
});

it('the span before another one ends where that begins, or is so much earlier', () => {
  expect(spanBefore({ start: 10, end: 15 })).toEqual({ start: 5, end: 10 });
  expect(spanBefore({ start: 10, end: 15 }, 7)).toEqual({ start: 3, end: 8 });
});

it('no span begins before 1970', () => {
  expect(spanOf({ last: 3_600_000 }, 1000)).toEqual({ start: 0, end: 1000 });
  expect(spanBefore({ start: 10, end: 100 })).toEqual({ start: 0, end: 10 });
  expect(spanBefore({ start: 0, end: 100 })).toEqual({ start: 0, end: 1 });
});

it('now is the same for all who look within five seconds', () => {
  expect(roundedNow(10_000)).toBe(10_000);
  expect(roundedNow(14_999)).toBe(10_000);
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

it('the windows beside one are as long, and none begins before 1970', () => {
  expect(neighbour({ start: 10, end: 15 }, -1)).toEqual({ start_time: 5, end_time: 10 });
  expect(neighbour({ start: 10, end: 15 }, 1)).toEqual({ start_time: 15, end_time: 20 });
  expect(neighbour({ start: 2, end: 7 }, -1)).toEqual({ start_time: 0, end_time: 5 });
});
