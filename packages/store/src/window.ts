import { Range } from '@cfw-flow/types';

/** A half-open span of time: a flow is inside when start ≤ `end_time` < end. */
export interface TimeWindow {
  /** Milliseconds since 1970 UTC, inclusive. */
  readonly start: number;
  /** Milliseconds since 1970 UTC, exclusive; later than `start`. */
  readonly end: number;
}

/** What a request says of time. */
export interface WindowRequest {
  /** Last hour, day or seven days. */
  range?: Range;
  /** Milliseconds since 1970 UTC. */
  start_time?: number;
  /** Milliseconds since 1970 UTC. */
  end_time?: number;
}

const HOUR = 3_600_000;

const lengths: Record<Range, number> = {
  [Range.LAST_HOUR]: HOUR,
  [Range.LAST_DAY]: 24 * HOUR,
  [Range.LAST_SEVEN_DAYS]: 7 * 24 * HOUR,
};

/**
 * The window that a request asks for: `start_time` to `end_time` when both are given, else
 * `range` back from now, which is the last whole second: all who ask within it ask the same.
 *
 * @param now - milliseconds since 1970 UTC
 * @returns nothing when the request names no window, or one that ends before it starts
 */
export function resolveWindow(request: WindowRequest, now: number): TimeWindow | undefined {
  const { range, start_time: start, end_time: end } = request;
  if (start !== undefined && end !== undefined) return start < end ? { start, end } : undefined;
  if (range === undefined) return undefined;
  const second = Math.floor(now / 1000) * 1000;
  return { start: second - lengths[range], end: second };
}
