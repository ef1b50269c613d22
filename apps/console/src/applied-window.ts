import type { ListFlowStatisticRespData } from '@cfw-flow/fetch-client';
import { spanOfRange, type Span } from './span.ts';
import type { Time } from './view.ts';

/**
 * The window that an answer is about. Its records tell; without any, or from a server that does
 * not, it follows from what was asked and when.
 *
 * @param answeredAt - milliseconds since 1970 UTC
 */
export function appliedWindow(
  time: Time,
  answer: ListFlowStatisticRespData,
  answeredAt: number,
): Span | undefined {
  const { agg_start_time: start, agg_end_time: end } = answer.records[0] ?? {};
  if (start !== undefined && end !== undefined) return { start, end };
  if ('range' in time) return spanOfRange(time.range, answeredAt);
  return { start: time.start_time, end: time.end_time };
}
