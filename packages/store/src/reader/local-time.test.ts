import { describe, expect, it } from 'vitest';
import { isTimeZone, localTime } from './local-time.ts';

const iso = (text: string, timeZone?: string) => {
  const time = localTime(text, timeZone);
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('a date and a time', () => {
  it.each([
    ['2026-11-27 10:00:00', '2026-11-27T10:00:00.000Z'],
    ['2026/11/27 10:00:00', '2026-11-27T10:00:00.000Z'],
    ['2026-11-27T10:00:00.123456', '2026-11-27T10:00:00.123Z'],
    ['2026-11-27 10:00:00,5', '2026-11-27T10:00:00.500Z'],
    ['Nov 27 2026 10:00:00', '2026-11-27T10:00:00.000Z'],
    ['Nov  7 2026 10:00:00', '2026-11-07T10:00:00.000Z'],
    ['27 Nov 2026 10:00:00', '2026-11-27T10:00:00.000Z'],
    ['27/Nov/2026:10:00:00 +0800', '2026-11-27T02:00:00.000Z'],
    ['2026-11-27T10:00:00-05:30', '2026-11-27T15:30:00.000Z'],
    ['2026-11-27 10:00:00 UTC', '2026-11-27T10:00:00.000Z'],
  ])('%s is %s, of UTC unless it says otherwise', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '2026-02-29 10:00:00',
    '2026-13-01 10:00:00',
    '2026-11-27 24:00:00',
    '2026-11-27',
    'Nov 27 10:00:00',
    'Nvo 27 2026 10:00:00',
    '27/11/2026 10:00:00',
    '2026-11-27 10:00:00 CET',
  ])('%s can not be told', (text) => {
    expect(iso(text)).toBeUndefined();
  });

  it('is that of a clock in its zone', () => {
    expect(iso('2026-11-27 10:00:00', 'Asia/Shanghai')).toBe('2026-11-27T02:00:00.000Z');
    expect(iso('2026-11-27 10:00:00', '+08:00')).toBe('2026-11-27T02:00:00.000Z');
    expect(iso('2026-07-01 10:00:00', 'Europe/Berlin')).toBe('2026-07-01T08:00:00.000Z');
    expect(iso('2026-11-27 10:00:00Z', 'Europe/Berlin')).toBe('2026-11-27T10:00:00.000Z');
  });

  it('is the first of the two when clocks are put back', () => {
    expect(iso('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-11-01 01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(iso('2026-10-25 03:00:00', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('goes on as before when it is left out', () => {
    expect(iso('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is of a zone that there is', () => {
    expect(['Europe/Berlin', 'UTC', '+08:00', 'Berlin', '+8', ''].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
