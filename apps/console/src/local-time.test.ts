import { expect, it } from 'vitest';
import { fromInput, localClock, localMinute, localTime, toInput, utcTime } from './local-time.ts';

const time = new Date(2026, 10, 2, 5, 4, 3).getTime();

it('times are written in the zone of the reader', () => {
  expect(localTime(time)).toBe('2026-11-02 05:04:03');
  expect(localMinute(time)).toBe('2026-11-02 05:04');
  expect(localClock(time)).toBe('05:04:03');
});

it('exact times are written in UTC', () => {
  expect(utcTime(1_751_355_533_001)).toBe('2025-07-01T07:38:53.001Z');
});

it('an input shows seconds only when there are any', () => {
  expect(toInput(time)).toBe('2026-11-02T05:04:03');
  expect(toInput(time - 3000)).toBe('2026-11-02T05:04');
});

it('an input gives back the time it was given', () => {
  expect(fromInput(toInput(time))).toBe(time);
  expect(fromInput(toInput(time - 3000))).toBe(time - 3000);
});

it.each(['', '2026-11-02', 'x', '1969-01-01T00:00'])('an input of %j is no time', (value) => {
  expect(fromInput(value)).toBeUndefined();
});
