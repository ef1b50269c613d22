import type { TimeWindow } from '@cfw-flow/store';
import type { Rolled } from '../schema/rolled.ts';
import { type Level, hoursOfDay, spans } from '../schema/rollup-tables.ts';

/** Flows of a span of time, read one by one. */
export interface FlowsSegment {
  from: 'flows';
  /** Milliseconds since 1970 UTC, the end exclusive. */
  start: number;
  end: number;
}

/** The flows of a span of time that came after a batch: they wait to be rolled up. */
export interface PendingSegment extends FlowsSegment {
  after: number;
}

/** Flows of whole hours, read from the rollups: those up to a batch, which all segments share. */
export interface RollupSegment {
  from: Exclude<Level, 'minutes'>;
  /**
   * Hours, numbered from 1970 UTC, the end exclusive. From days, the start is that of a day, and the
   * daily tables have nothing of the last day after the end.
   */
  start: number;
  end: number;
}

/** Where a part of an answer is read. */
export type Segment = FlowsSegment | PendingSegment | RollupSegment;

/**
 * Cuts a window into segments, each flow of which is in exactly one: whole days and whole hours come
 * from the rollups, the edges of the window from the flows, and so does what the rollups have not got
 * yet. Of a day under way, the daily tables have the hours up to some one: they serve a window that
 * has all of these.
 */
export function planWindow(
  { start, end }: TimeWindow,
  { watermark, hoursBefore }: Rolled,
): Segment[] {
  const firstHour = Math.ceil(start / spans.hours);
  const endHour = Math.floor(end / spans.hours);
  if (watermark === 0 || firstHour >= endHour) return [{ from: 'flows', start, end }];

  const whole = { start: firstHour * spans.hours, end: endHour * spans.hours };
  const firstDaily = Math.ceil(firstHour / hoursOfDay) * hoursOfDay;
  const endDaily =
    endHour >= hoursBefore ? hoursBefore : Math.floor(endHour / hoursOfDay) * hoursOfDay;
  const rolledUp: Segment[] =
    firstDaily < endDaily
      ? [
          { from: 'hours', start: firstHour, end: firstDaily },
          { from: 'days', start: firstDaily, end: endDaily },
          { from: 'hours', start: endDaily, end: endHour },
        ]
      : [{ from: 'hours', start: firstHour, end: endHour }];
  const segments: Segment[] = [
    { from: 'flows', start, end: whole.start },
    ...rolledUp,
    { from: 'flows', start: whole.end, end },
    { from: 'flows', ...whole, after: watermark },
  ];
  return segments.filter((segment) => segment.start < segment.end);
}

/** Tells whether a segment is of flows that wait to be rolled up. */
export function isPending(segment: Segment): segment is PendingSegment {
  return 'after' in segment;
}
