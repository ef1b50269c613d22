import { canonicalAddress, type TimeWindow } from '@cfw-flow/store';
import type { OperationParts } from '../operation-route.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A record for each part of the window, with rates in place of bytes. */
export const flowTrend: OperationParts<'showFlowTrend'> = {
  query: (question, { range, start_time, end_time }) => ({
    ...question,
    ...(question.ip && { ip: question.ip.map((address) => canonicalAddress(address)!) }),
    width:
      start_time === undefined || end_time === undefined
        ? widthOfRange[range!]
        : widthOf(question.window),
  }),

  data(parts, { window, width }) {
    const traffic = new Map(parts.map((part) => [part.start, part]));
    const starts = startsOf(window, width);
    const records = starts.map((start, place) => {
      const seconds = ((starts[place + 1] ?? window.end) - start) / 1000;
      const { in_bytes = 0n, out_bytes = 0n } = traffic.get(start) ?? {};
      return {
        agg_time: start,
        in_bps: Number(8n * in_bytes) / seconds,
        out_bps: Number(8n * out_bytes) / seconds,
      };
    });
    return { records, total: records.length };
  },
};

/** Width of the parts of the last hour, day and seven days. */
const widthOfRange = { 0: minute, 1: 5 * minute, 2: hour } as const;

/** Width of the parts of other windows, by the greatest length of the window. */
const widths: readonly [length: number, width: number][] = [
  [6 * hour, minute],
  [3 * day, 5 * minute],
  [31 * day, 30 * minute],
  [366 * day, 6 * hour],
];

/** Most parts of a longer window, whose width is in whole days. */
const maxParts = 1500;

function widthOf({ start, end }: TimeWindow): number {
  const length = end - start;
  const width = widths.find(([longest]) => length <= longest)?.[1];
  // One part less, since the first and the last one together may be as long as one.
  return width ?? Math.ceil(length / (maxParts - 1) / day) * day;
}

function startsOf({ start, end }: TimeWindow, width: number): number[] {
  const starts = [start];
  for (let next = (Math.floor(start / width) + 1) * width; next < end; next += width) {
    starts.push(next);
  }
  return starts;
}
