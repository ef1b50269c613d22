import { describe, expect, it } from 'vitest';
import { mergeParts, readTrend, summaryText } from './trend.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 30, 4);

function record(minutes: number, in_bps: number, out_bps = 0) {
  return { agg_time: noon + minutes * minute, in_bps, out_bps };
}

const toHour = () => noon + 60 * minute;

describe('a trend', () => {
  it('has parts that reach to the next one, and the last to the end of the window', () => {
    const parts = readTrend({ records: [record(2, 1), record(5, 2), record(10, 3)] }, toHour);
    expect(parts.map(({ start, end }) => [(start - noon) / minute, (end - noon) / minute])).toEqual(
      [
        [2, 5],
        [5, 10],
        [10, 60],
      ],
    );
  });

  it('has rates of 0 where a server leaves them out', () => {
    const records = [{ agg_time: noon, in_bps: null }] as never;
    expect(readTrend({ records }, toHour)[0]).toMatchObject({ in_bps: 0, out_bps: 0 });
  });

  it('is shown of a server whose last part begins after the window', () => {
    const [, last] = readTrend({ records: [record(90, 1), record(95, 2)] }, toHour);
    expect(last).toMatchObject({ start: noon + 95 * minute, end: noon + 100 * minute });
  });

  it.each([
    [[record(5, 1), record(5, 2)], 'data.records[1].agg_time is 1796011500000, which is not after'],
    [
      [{ ...record(0, 1), agg_time: 2 ** 53 }],
      'data.records[0].agg_time is 9007199254740992, not a',
    ],
  ])('is refused when its times can not be shown', (records, message) => {
    expect(() => readTrend({ records }, toHour)).toThrow(message);
  });

  it('keeps every bit when parts are averaged', () => {
    const records = [record(0, 60, 7), record(1, 0, 7), record(3, 30, 7), record(30, 8, 1)];
    const parts = readTrend({ records }, toHour);
    const bits = (of: typeof parts) =>
      of.reduce((sum, { start, end, in_bps }) => sum + in_bps * (end - start), 0);
    for (const max of [1, 2, 3, 4]) {
      const merged = mergeParts(parts, max);
      expect(merged.length).toBeLessThanOrEqual(max);
      expect([merged[0]!.start, merged.at(-1)!.end]).toEqual([noon, toHour()]);
      expect(bits(merged)).toBeCloseTo(bits(parts), 3);
    }
    expect(mergeParts(parts, 2).map(({ in_bps }) => in_bps)).toEqual([20, (30 * 27 + 8 * 30) / 57]);
  });

  it('has an average that counts each part by its length, and a peak with its time', () => {
    const parts = readTrend({ records: [record(0, 3000), record(20, 600), record(40, 0)] }, toHour);
    expect(summaryText(parts, 'in_bps')).toBe('average 1.2 kbit/s, peak 3.0 kbit/s at 11-30 12:00');
    expect(summaryText(parts, 'out_bps')).toBe('no traffic');
  });

  it('is no traffic where a server answers without parts', () => {
    expect(summaryText(readTrend({ records: [] }, toHour), 'in_bps')).toBe('no traffic');
  });
});
