import { Range } from '@cfw-flow/fetch-client';

/** A time span, milliseconds since 1970 UTC: from `start`, up to but without `end`. */
export interface Span {
  start: number;
  end: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const lengths: Partial<Record<Range, number>> = {
  [Range.LAST_HOUR]: HOUR,
  [Range.LAST_DAY]: 24 * HOUR,
  [Range.LAST_SEVEN_DAYS]: 7 * 24 * HOUR,
};

/** What a range means at a time; nothing for one that this page does not know yet. */
export function spanOfRange(range: Range, now: number): Span | undefined {
  const length = lengths[range];
  return length === undefined ? undefined : { start: now - length, end: now };
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
