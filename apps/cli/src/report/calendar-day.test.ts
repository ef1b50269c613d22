import { afterEach, describe, expect, it, vi } from 'vitest';
import { calendarDay } from './calendar-day.ts';

afterEach(() => void vi.unstubAllEnvs());

const hour = 3_600_000;
const now = Date.parse('2026-11-22T12:00Z');

function dayIn(zone: string, day: string, at = now) {
  vi.stubEnv('TZ', zone);
  const { from, to } = calendarDay(day, at);
  return { start: Number(from), hours: (Number(to) - Number(from)) / hour };
}

describe('a day of the calendar', () => {
  it('begins and ends at local midnight', () => {
    expect(dayIn('UTC', '2026-11-20')).toEqual({ start: Date.UTC(2026, 10, 20), hours: 24 });
    expect(dayIn('Asia/Shanghai', 'yesterday')).toEqual({
      start: Date.UTC(2026, 10, 20, 16),
      hours: 24,
    });
  });

  it('has 23 or 25 hours where clocks change', () => {
    expect(dayIn('Europe/Berlin', '2026-03-29').hours).toBe(23);
    expect(dayIn('Europe/Berlin', '2026-10-25').hours).toBe(25);
  });

  it('ends now, today', () => {
    expect(dayIn('UTC', 'today')).toEqual({ start: Date.UTC(2026, 10, 22), hours: 12 });
  });

  it('is no other word, and has begun', () => {
    for (const day of ['7d', '2026-11-31', 'tomorrow', '2026-11-20T10:00Z']) {
      expect(() => dayIn('UTC', day)).toThrow(/It takes a date such as 2026-11-22, yesterday/);
    }
    expect(() => dayIn('UTC', '2026-11-23')).toThrow('--day 2026-11-23 has not begun.');
  });
});
