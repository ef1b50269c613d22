import { Range } from '@cfw-flow/types';
import { describe, expect, it } from 'vitest';
import { resolveWindow } from './window.ts';

const now = Date.UTC(2025, 6, 1);
const hour = 3_600_000;

describe('the window of a request', () => {
  it.each([
    ['the last hour', Range.LAST_HOUR, hour],
    ['the last day', Range.LAST_DAY, 24 * hour],
    ['the last seven days', Range.LAST_SEVEN_DAYS, 168 * hour],
  ])('is %s, up to now', (_, range, length) => {
    expect(resolveWindow({ range }, now)).toEqual({ start: now - length, end: now });
  });

  it('is start_time to end_time when both are given, whatever the range', () => {
    const request = { start_time: 5, end_time: 6 };
    expect(resolveWindow(request, now)).toEqual({ start: 5, end: 6 });
    expect(resolveWindow({ ...request, range: 2 }, now)).toEqual({ start: 5, end: 6 });
  });

  it('is the range when only one of the times is given', () => {
    const expected = resolveWindow({ range: 0 }, now);
    expect(resolveWindow({ range: 0, start_time: 5 }, now)).toEqual(expected);
    expect(resolveWindow({ range: 0, end_time: 6 }, now)).toEqual(expected);
  });

  it.each([
    ['nothing', {}],
    ['a start alone', { start_time: 5 }],
    ['an end alone', { end_time: 5 }],
    ['an end at its start', { start_time: 5, end_time: 5 }],
    ['an end before its start, despite a range', { start_time: 6, end_time: 5, range: 2 as const }],
  ])('is none for %s', (_, request) => {
    expect(resolveWindow(request, now)).toBeUndefined();
  });
});
