import { describe, expect, it } from 'vitest';
import { planWindow } from './plan-window.ts';
import { estimateRows, type TableSizes } from './table-sizes.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Ten days of a million flows each, of which 5,000 are not rolled up, and 300 of the recent ones. */
const sizes: TableSizes = {
  rows: new Map([
    ['flows', 10_000_000],
    ['hourly', 2_400_000],
    ['daily', 10_000],
    ['recent', 12_000],
  ]),
  pending: { older: 5000, recent: 300 },
  time: { start: 0, end: 10 * day },
  rolled: {
    watermark: 7,
    hoursBefore: 10 * 24,
    recentWatermark: 8,
    recentFrom: 10 * day - 2 * hour,
  },
};
const tables = {
  flows: ['flows'],
  minutes: [],
  'ten-minutes': ['recent'],
  hours: ['hourly'],
  days: ['daily'],
};

function rowsOf(start: number, end: number, of = sizes): number {
  const segments = planWindow({ start, end }, of.rolled);
  return Math.round(estimateRows(segments, (from) => tables[from], of));
}

describe('about so many rows a window is read from', () => {
  it.each([
    ['a part of an hour', hour / 4, hour / 2, 10_417],
    ['whole hours', hour, 3 * hour, 20_000 + 5000],
    ['whole days', 2 * day, 4 * day, 2000 + 5000],
    ['days with a part of an hour', 2 * day, 4 * day + hour / 2, 2000 + 20_833 + 5000],
    ['all time', -1000 * day, 1000 * day, 9000 + 220_000 + 5000 + 12_000 + 300],
    ['recent ten minutes', 10 * day - hour / 2, 10 * day, 3000 + 300],
    ['time before the flows', -4.5 * hour, -4.1 * hour, 0],
  ])('%s', (_, start, end, rows) => {
    expect(rowsOf(start, end)).toBe(rows);
  });

  it('nothing is rolled up', () => {
    const rolled = { ...sizes.rolled, watermark: 0 };
    expect(rowsOf(2 * day, 4 * day, { ...sizes, rolled })).toBe(2_000_000);
  });

  it('there are no flows', () => {
    const none = {
      ...sizes,
      rows: new Map(),
      pending: { older: 0, recent: 0 },
      time: { start: 0, end: 0 },
    };
    expect(rowsOf(0, 10 * day, none)).toBe(0);
  });
});
