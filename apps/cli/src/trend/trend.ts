import type { FlowTrend } from '@cfw-flow/fetch-client';
import { formatRate, formatTimeOfYear } from '../output/quantity.ts';
import { shownTime, unusable } from '../query/shown-time.ts';

/** Traffic of one part of a window. */
export interface TrendPart {
  /** Milliseconds since 1970 UTC. */
  start: number;
  /** Milliseconds since 1970 UTC, the start of the next part. */
  end: number;
  in_bps: number;
  out_bps: number;
}

/** One of the two rates of a part. */
export type Rate = 'in_bps' | 'out_bps';

/**
 * The parts of a window, from the data of an answer. A rate that a server leaves out is 0.
 *
 * @param windowEnd - where the last part ends when the window starts at a time: answers don't say it
 * @throws {@link Failure} when the parts can't be shown: times out of order, or beyond the year 9999
 */
export function readTrend(
  { records }: Pick<FlowTrend<'bigint'>, 'records'>,
  windowEnd: (start: number) => number,
): TrendPart[] {
  const starts = records.map(({ agg_time }, index) =>
    shownTime(agg_time, `records[${index}].agg_time`),
  );
  for (const [index, start] of starts.entries()) {
    if (index > 0 && start <= starts[index - 1]!) {
      throw unusable(
        `data.records[${index}].agg_time is ${start}, which is not after that of the record before`,
      );
    }
  }
  return records.map(({ in_bps, out_bps }, index) => ({
    start: starts[index]!,
    end: starts[index + 1] ?? lastEnd(starts, windowEnd),
    in_bps: Number(in_bps ?? 0),
    out_bps: Number(out_bps ?? 0),
  }));
}

/** The end of the window; where a server goes on beyond it, the last part is as long as the first. */
function lastEnd(starts: readonly number[], windowEnd: (start: number) => number): number {
  const [first = 0, second = first + 1] = starts;
  const last = starts.at(-1) ?? first;
  const end = windowEnd(first);
  return end > last ? end : last + second - first;
}

/** Colours of both, well seen on dark and on light ground. */
export const rateColors = { in_bps: 'cyan', out_bps: 'magenta' } as const satisfies Record<
  Rate,
  string
>;

/** The rates by the names that people give them. */
export const rates = [
  { rate: 'in_bps', title: 'inbound' },
  { rate: 'out_bps', title: 'outbound' },
] as const satisfies readonly { rate: Rate; title: string }[];

/** The average over time and the peak of a rate in words. */
export function summaryText(
  parts: readonly TrendPart[],
  rate: Rate,
  timeText: (milliseconds: number) => string = formatTimeOfYear,
): string {
  const [first, ...rest] = parts;
  const peak = rest.reduce((most, part) => (part[rate] > most![rate] ? part : most), first);
  if (peak === undefined || peak[rate] === 0) return 'no traffic';
  const average = formatRate(averageOf(parts, rate));
  return `average ${average}, peak ${formatRate(peak[rate])} at ${timeText(peak.start)}`;
}

/** The average of a rate over the time of some parts, each of which counts by its length. */
export function averageOf(parts: readonly TrendPart[], rate: Rate): number {
  const bits = parts.reduce((sum, part) => sum + part[rate] * (part.end - part.start), 0);
  const time = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  return bits / time;
}

/**
 * Fewer parts, each of them the average over the time of as many of the given ones as are needed.
 *
 * @param max - the maximum number of parts, from 1
 */
export function mergeParts(parts: readonly TrendPart[], max: number): TrendPart[] {
  const count = partsPerColumn(parts, max);
  return Array.from({ length: Math.ceil(parts.length / count) }, (_, place) => {
    const merged = parts.slice(place * count, (place + 1) * count);
    return {
      start: merged[0]!.start,
      end: merged.at(-1)!.end,
      in_bps: averageOf(merged, 'in_bps'),
      out_bps: averageOf(merged, 'out_bps'),
    };
  });
}

/** How many parts are averaged so that there are at most so many. */
export function partsPerColumn(parts: readonly TrendPart[], max: number): number {
  return Math.max(1, Math.ceil(parts.length / max));
}
