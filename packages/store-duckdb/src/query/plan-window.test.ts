import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spans } from '../schema/rollup-tables.ts';
import { planWindow } from './plan-window.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = spans.days;
const monday = 20_000;
const nothingRecent = { recentWatermark: 7, recentFrom: 2 ** 50 };
const rolled = { watermark: 7, hoursBefore: (monday + 3) * 24, ...nothingRecent };
const at = (days: number, time = 0) => (monday + days) * day + time;
const hourOf = (days: number, hours: number) => at(days, hours * hour);

describe('the plan of a window', () => {
  it('reads whole days and whole hours from the rollups, the edges from the flows', () => {
    const window = { start: at(0, 21 * hour + 1), end: at(4, 185 * minute) };
    expect(planWindow(window, rolled)).toEqual([
      { from: 'flows', start: window.start, end: at(0, 22 * hour) },
      { from: 'hours', start: hourOf(0, 22), end: hourOf(1, 0) },
      { from: 'days', start: hourOf(1, 0), end: hourOf(3, 0) },
      { from: 'hours', start: hourOf(3, 0), end: hourOf(4, 3) },
      { from: 'flows', start: at(4, 3 * hour), end: window.end },
      { from: 'flows', start: at(0, 22 * hour), end: at(4, 3 * hour), after: 7 },
    ]);
  });

  it('reads the flows alone when the window is short, or nothing is rolled up', () => {
    const short = { start: at(0, minute), end: at(0, 59 * minute) };
    expect(planWindow(short, rolled)).toEqual([{ from: 'flows', ...short }]);
    const long = { start: at(0), end: at(3) };
    expect(planWindow(long, { ...rolled, watermark: 0 })).toEqual([{ from: 'flows', ...long }]);
  });

  it('has no edges where the window begins and ends with spans', () => {
    expect(planWindow({ start: at(1), end: at(3) }, rolled)).toEqual([
      { from: 'days', start: hourOf(1, 0), end: hourOf(3, 0) },
      { from: 'flows', start: at(1), end: at(3), after: 7 },
    ]);
  });

  it('reads a day under way from the daily tables when the window has all that they have of it', () => {
    const underWay = { ...rolled, hoursBefore: (monday + 2) * 24 + 16 };
    const long = { start: at(1), end: at(2, 17 * hour) };
    expect(planWindow(long, underWay)).toEqual([
      { from: 'days', start: hourOf(1, 0), end: hourOf(2, 16) },
      { from: 'hours', start: hourOf(2, 16), end: hourOf(2, 17) },
      { from: 'flows', ...long, after: 7 },
    ]);
    const shorter = { start: at(1), end: at(2, 15 * hour) };
    expect(planWindow(shorter, underWay)).toEqual([
      { from: 'days', start: hourOf(1, 0), end: hourOf(2, 0) },
      { from: 'hours', start: hourOf(2, 0), end: hourOf(2, 15) },
      { from: 'flows', ...shorter, after: 7 },
    ]);
  });

  it('reads recent flows by ten minutes, those before by the hour', () => {
    const recent = { ...rolled, recentWatermark: 9, recentFrom: at(4, 2 * hour) };
    const start = at(4, minute);
    const end = at(4, 2 * hour + 36 * minute);
    expect(planWindow({ start, end }, recent)).toEqual([
      { from: 'flows', start, end: at(4, hour) },
      { from: 'hours', start: at(4, hour), end: at(4, 2 * hour) },
      { from: 'flows', start: at(4, hour), end: at(4, 2 * hour), after: 7 },
      { from: 'ten-minutes', start: at(4, 2 * hour), end: end - 6 * minute },
      { from: 'flows', start: end - 6 * minute, end },
      { from: 'flows', start: at(4, 2 * hour), end: end - 6 * minute, after: 9 },
    ]);
    const nothingYet = { ...recent, recentWatermark: 0 };
    expect(planWindow({ start: at(4, 2 * hour), end }, nothingYet)).toEqual([
      { from: 'flows', start: at(4, 2 * hour), end },
    ]);
  });

  it('has each moment of the window in exactly one segment, however far the rollups are', () => {
    const time = fc.oneof(
      fc.integer({ min: 0, max: 6 * day }),
      fc.integer({ min: 0, max: 6 * 24 }).map((hours) => hours * spans.hours),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(time, { minLength: 2, maxLength: 2 }),
        fc.integer({ min: -24, max: 8 * 24 }),
        fc.constantFrom(0, 7),
        fc.integer({ min: -1, max: 6 * 24 + 1 }),
        fc.constantFrom(0, 8),
        (ends, hours, watermark, recentHours, recentWatermark) => {
          const window = { start: at(0) + Math.min(...ends), end: at(0) + Math.max(...ends) };
          const segments = planWindow(window, {
            watermark,
            hoursBefore: monday * 24 + hours,
            recentWatermark,
            recentFrom: at(0, recentHours * hour),
          }).filter((segment) => !('after' in segment));
          expect(segments.length).toBeLessThanOrEqual(8);
          expect(segments[0]!.start).toBe(window.start);
          expect(segments.at(-1)!.end).toBe(window.end);
          for (const [place, { start, end }] of segments.entries()) {
            expect(start).toBeLessThan(end);
            if (place > 0) expect(start).toBe(segments[place - 1]!.end);
          }
        },
      ),
    );
  });
});
