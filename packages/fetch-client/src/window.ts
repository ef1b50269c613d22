/** A window as the endpoint takes it: flows that ended in [start, end) count. */
export interface QueryWindow {
  /** Milliseconds since 1970 UTC, inclusive. */
  start_time: number;
  /** Milliseconds since 1970 UTC, exclusive. */
  end_time: number;
}

/** A moment: a date, milliseconds since 1970 UTC, or ISO 8601 such as `2026-11-22T08:00Z`. */
export type Moment = Date | number | string;

const units: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * The window from some time ago to now.
 *
 * @param length - a number and a unit: `90s`, `15m`, `6h`, `7d` or `2w`
 * @param now - the end of the window; the clock when left out
 * @throws RangeError when the length is not of that form, or is nothing
 */
export function last(length: string, now: Moment = Date.now()): QueryWindow {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([smhdw])$/.exec(length) ?? [];
  const milliseconds = Math.round(Number(count) * (units[unit ?? ''] ?? Number.NaN));
  if (!(milliseconds > 0)) {
    throw new RangeError(
      `${JSON.stringify(length)} is not a length of time such as 90s, 15m, 6h, 7d or 2w`,
    );
  }
  const end = timeOf(now);
  return between(end - milliseconds, end);
}

/**
 * The window from one moment to another.
 *
 * @throws RangeError when one of them is no moment, or the second is not after the first
 */
export function between(start: Moment, end: Moment): QueryWindow {
  const window = { start_time: timeOf(start), end_time: timeOf(end) };
  if (window.start_time >= window.end_time) {
    throw new RangeError(
      `The window ends at ${String(end)}, not after its start, ${String(start)}`,
    );
  }
  return window;
}

function timeOf(moment: Moment): number {
  const time = typeof moment === 'string' ? Date.parse(moment) : Number(moment);
  if (!Number.isSafeInteger(time) || time < 0) {
    throw new RangeError(
      `${JSON.stringify(moment)} is no moment: give a Date, whole milliseconds since 1970 UTC, or ISO 8601`,
    );
  }
  return time;
}
