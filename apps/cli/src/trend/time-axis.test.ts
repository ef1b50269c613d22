import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-axis.ts';

const minute = 60_000;
const day = 1440 * minute;

function columns(start: number, length: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    start: start + index * length,
    end: start + (index + 1) * length,
  }));
}

describe('the ticks of a time axis', () => {
  // The tests run in the time of Shanghai, UTC+8.
  const evening = Date.UTC(2026, 10, 30, 12, 7);

  it.each([
    ['minutes', columns(evening, minute, 24), 1, '3 20:10, 13 20:20, 23 20:30'],
    ['wide minutes', columns(evening, minute, 3), 8, '0 20:07, 1 20:08, 2 20:09'],
    ['quarters of an hour', columns(evening, 15 * minute, 25), 1, '7 22:00, 15 12-01, 23 02:00'],
    ['days', columns(evening, day, 3), 8, '0 12-01, 1 12-02, 2 12-03'],
    ['months', columns(evening, 10 * day, 9), 4, '0 2026-12, 3 2027-01, 6 2027-02'],
    ['years', columns(evening, 147 * day, 9), 4, '0 2027, 2 2028, 5 2029, 7 2030'],
    ['centuries', columns(0, 40_000 * day, 3), 20, '0 2000, 1 2100, 2 2200'],
    ['what no step is as long as', columns(0, 400_000 * day, 3), 20, ''],
  ])('are at round local times over %s', (_, spans, width, ticks) => {
    const found = timeTicks(spans, width).map(({ column, label }) => `${column} ${label}`);
    expect(found.join(', ')).toBe(ticks);
  });

  it('leave room between their labels', () => {
    for (const length of [1, 5, 7, 30, 77, 360, 1000, 20_000]) {
      for (const width of [1, 3, 20]) {
        const ticks = timeTicks(columns(evening, length * minute, 70), width);
        expect(ticks.length).toBeGreaterThan(0);
        for (const [index, { column, label }] of ticks.slice(1).entries()) {
          expect((column - ticks[index]!.column) * width).toBeGreaterThan(label.length);
        }
      }
    }
  });
});
