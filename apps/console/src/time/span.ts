/** A span of time, milliseconds since 1970 UTC: from `start`, up to but without `end`. */
export interface Span {
  start: number;
  end: number;
}

/** When: so many milliseconds back from now, or a span of its own. */
export type Time = { last: number } | { start_time: number; end_time: number };

const MINUTE = 60_000;

/** Moments that the page calls now: people who look in the same seconds share the server's answers. */
const nowGrid = 5000;

/** What the page calls now: a moment that all its questions share. */
export function roundedNow(now: number): number {
  return Math.floor(now / nowGrid) * nowGrid;
}

/** The span that a choice means at a moment. None begins before 1970: the API has no such times. */
export function spanOf(time: Time, now: number): Span {
  if ('last' in time) return { start: Math.max(0, now - time.last), end: now };
  return { start: time.start_time, end: time.end_time };
}

/**
 * The span of the same length that ends where this one begins, or so much earlier, without what would be
 * before 1970.
 */
export function spanBefore({ start, end }: Span, shift = end - start): Span {
  return { start: Math.max(0, start - shift), end: Math.max(1, end - shift) };
}

/** The span of the same length right before (-1) or after (1) one; none begins before 1970. */
export function neighbour({ start, end }: Span, direction: -1 | 1): Time {
  const length = end - start;
  const start_time = Math.max(0, start + direction * length);
  return { start_time, end_time: start_time + length };
}

/** The shortest span of whole minutes that holds all flows that ended from first to last. */
export function spanAround(first: number, last: number): Span {
  return {
    start: Math.floor(first / MINUTE) * MINUTE,
    // The end is not in the span, so a flow that ended on the minute needs the next one.
    end: (Math.floor(last / MINUTE) + 1) * MINUTE,
  };
}

/** Rounded outwards to whole minutes, as people type times. */
export function wholeMinutes({ start, end }: Span): Span {
  return {
    start: Math.floor(start / MINUTE) * MINUTE,
    end: Math.ceil(end / MINUTE) * MINUTE,
  };
}

/** True when every flow that ended from first to last is in the span. */
export function covers({ start, end }: Span, first: number, last: number): boolean {
  return start <= first && last < end;
}
