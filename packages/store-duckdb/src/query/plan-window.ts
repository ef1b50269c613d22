import type { TimeWindow } from '@cfw-flow/store';
import type { Rolled } from '../schema/rolled.ts';
import { type Level, spans } from '../schema/rollup-tables.ts';

/** Flows of a span of time, read one by one. */
export interface FlowsSegment extends TimeWindow {
  readonly from: 'flows';
}

/** The flows of a span of time that came after a batch: they wait to be rolled up. */
export interface PendingSegment extends FlowsSegment {
  readonly after: number;
}

/**
 * Flows of whole spans of a level, read from the rollups: those up to a batch, which all segments
 * share. One from days begins with a day, and the daily tables have nothing of its last day after its
 * end, which is that of an hour.
 */
export interface RollupSegment extends TimeWindow {
  readonly from: Level;
}

/** Where a part of an answer is read. */
export type Segment = FlowsSegment | PendingSegment | RollupSegment;

/** How a window is cut into segments. */
export type Cut = (window: TimeWindow, rolled: Rolled) => Segment[];

/**
 * Cuts a window into segments, each flow of which is in exactly one: whole days, whole hours and, of
 * recent flows, whole ten minutes come from the rollups, the edges of the window from the flows, and so
 * does what the rollups have not got yet. Of a day under way, the daily tables have the hours up to some
 * one: they serve a window that has all of these.
 */
export function planWindow(window: TimeWindow, rolled: Rolled): Segment[] {
  const [older, recent] = cutAtRecent(window, rolled);
  return [
    ...withEdges(older, 'hours', rolled, (whole) => planHours(whole, rolled)),
    ...withEdges(recent, 'ten-minutes', rolled),
  ];
}

function planHours(hours: TimeWindow, rolled: Rolled): Segment[] {
  const { start } = wholeSpans(hours, 'days');
  const end = dailyEnd(hours.end, rolled);
  if (start >= end) return [{ from: 'hours', ...hours }];
  return [
    { from: 'hours', start: hours.start, end: start },
    { from: 'days', start, end },
    { from: 'hours', start: end, end: hours.end },
  ];
}

/** Until when the daily tables serve a window of whole hours. */
function dailyEnd(end: number, { hoursBefore }: Rolled): number {
  const rolledUp = hoursBefore * spans.hours;
  return end >= rolledUp ? rolledUp : Math.floor(end / spans.days) * spans.days;
}

/**
 * Cuts a window into segments: its whole spans come from the rollups, those of a level and, of recent
 * flows, of another one; its edges come from the flows, and so does what the rollups have not got yet.
 */
export function planSpans(level: Level, recentLevel: Level): Cut {
  return (window, rolled) => {
    if (level === recentLevel) return withEdges(window, level, rolled);
    const [older, recent] = cutAtRecent(window, rolled);
    return [...withEdges(older, level, rolled), ...withEdges(recent, recentLevel, rolled)];
  };
}

/** The parts of a window before flows are recent, and since. */
function cutAtRecent({ start, end }: TimeWindow, rolled: Rolled): [TimeWindow, TimeWindow] {
  const recentFrom = Math.min(Math.max(start, rolled.recentFrom), end);
  return [
    { start, end: recentFrom },
    { start: recentFrom, end },
  ];
}

/** Reads all from the flows. */
export const planFlows: Cut = (window) => [{ from: 'flows', ...window }];

/** The edges of a window beside its whole spans, and what is pending of these. */
function withEdges(
  window: TimeWindow,
  level: Level,
  rolled: Rolled,
  inside = (whole: TimeWindow): Segment[] => [{ from: level, ...whole }],
): Segment[] {
  const whole = wholeSpans(window, level);
  const after = watermarkOf(level, rolled);
  const segments: Segment[] =
    after === 0 || whole.start >= whole.end
      ? [{ from: 'flows', ...window }]
      : [
          { from: 'flows', start: window.start, end: whole.start },
          ...inside(whole),
          { from: 'flows', start: whole.end, end: window.end },
          { from: 'flows', ...whole, after },
        ];
  return segments.filter(({ start, end }) => start < end);
}

/** The last batch that the tables of a level have. */
function watermarkOf(level: Level, { watermark, recentWatermark }: Rolled): number {
  return level === 'minutes' || level === 'ten-minutes' ? recentWatermark : watermark;
}

/** The part of a window that is whole spans; its end is not after its start when there is none. */
function wholeSpans({ start, end }: TimeWindow, level: Level): TimeWindow {
  const length = spans[level];
  return { start: Math.ceil(start / length) * length, end: Math.floor(end / length) * length };
}

/** Tells whether a segment is of flows that wait to be rolled up. */
export function isPending(segment: Segment): segment is PendingSegment {
  return 'after' in segment;
}
