import type { Range } from '@cfw-flow/types';
import { CfwOptionError } from './errors.ts';

/** A window as the endpoint takes it: flows that ended in [start, end) count. */
export interface QueryWindow {
  /** Milliseconds since 1970 UTC, inclusive. */
  start_time: number;
  /** Milliseconds since 1970 UTC, exclusive. */
  end_time: number;
}

/** How a query says its window: `range`, both times, or all three, of which the times win. */
export type WindowChoice =
  | {
      /** The last hour (0), day (1) or seven days (2). */
      range: Range;
      /** Not without an end. */
      start_time?: undefined;
      /** Not without a start. */
      end_time?: undefined;
    }
  | (QueryWindow & {
      /** Of no effect beside both times. */
      range?: Range | undefined;
    });

/**
 * A moment from 1970 to the year 9999: a `Date`, whole milliseconds since 1970 UTC, or ISO 8601,
 * which is `YYYY-MM-DD`, alone or with `T` or a blank and `HH:MM`, `HH:MM:SS` or `HH:MM:SS.mmm`,
 * and with `Z` or an offset such as `+08:00`. A text without an offset is local time, and a date
 * alone its midnight: `2026-11-22` is where the reader's day begins.
 */
export type Moment = Date | number | string;

const units: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The last millisecond of the year 9999, after which a year has five digits. */
const latest = 253_402_300_799_999;

const iso8601 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * The window from some time ago to now.
 *
 * @param length - a number and a unit: `90s`, `15m`, `6h`, `7d` or `2w`
 * @param now - the end of the window; the clock when left out
 * @throws {@link CfwOptionError} when the length is not of that form, is nothing, or goes back
 *   before 1970, and when `now` is no moment
 *
 * @example
 * ```ts
 * import { last } from '@cfw-flow/fetch-client';
 *
 * const { start_time, end_time } = last('6h');
 * console.log(end_time - start_time); // 21600000
 * ```
 */
export function last(length: string, now: Moment = Date.now()): QueryWindow {
  const milliseconds = millisecondsOf(length);
  if (!(milliseconds > 0)) {
    throw new CfwOptionError(
      'length',
      `The length of the window is ${quoted(length)}: it takes a number and a unit, such as 90s, 15m, 6h, 7d or 2w`,
    );
  }
  const end = timeOf('now', now);
  if (milliseconds > end) {
    throw new CfwOptionError(
      'length',
      `The length of the window is ${quoted(length)}, which goes back before 1970`,
    );
  }
  return { start_time: end - milliseconds, end_time: end };
}

/**
 * The window from one moment to another.
 *
 * @throws {@link CfwOptionError} when one of them is no {@link Moment}, or the second is not after
 *   the first
 *
 * @example
 * ```ts
 * import { between } from '@cfw-flow/fetch-client';
 *
 * console.log(between('2026-11-22T08:00+08:00', '2026-11-22T18:00+08:00'));
 * ```
 */
export function between(start: Moment, end: Moment): QueryWindow {
  const window = { start_time: timeOf('start', start), end_time: timeOf('end', end) };
  if (window.start_time >= window.end_time) {
    throw new CfwOptionError(
      'window',
      `The window ends at ${quoted(end)}, not after its start, ${quoted(start)}`,
    );
  }
  return window;
}

/** NaN when it is no length. */
function millisecondsOf(length: unknown): number {
  if (typeof length !== 'string') return Number.NaN;
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*([smhdw])$/.exec(length) ?? [];
  return Math.round(Number(count) * (units[unit] ?? Number.NaN));
}

function timeOf(option: 'start' | 'end' | 'now', moment: unknown): number {
  const time = millisecondsSince1970(moment);
  if (Number.isInteger(time) && time >= 0 && time <= latest) return time;
  const what = option === 'now' ? 'The end of the window' : `The ${option} of the window`;
  throw new CfwOptionError(
    option,
    `${what} is ${quoted(moment)}: it takes a Date, whole milliseconds since 1970 UTC, or ISO 8601 ` +
      'such as 2026-11-22, 2026-11-22T18:00 (local time) or 2026-11-22T18:00Z, up to the year 9999',
  );
}

/** NaN when it is no moment. */
function millisecondsSince1970(moment: unknown): number {
  if (typeof moment === 'number') return moment;
  if (isDate(moment)) return moment.getTime();
  if (typeof moment !== 'string') return Number.NaN;
  const [, year, month, day, time = '00:00', offset = ''] = iso8601.exec(moment) ?? [];
  // `Date` takes the 31st of a shorter month for the 1st of the next.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCDate() !== Number(day)) return Number.NaN;
  return Date.parse(`${year}-${month}-${day}T${time}${offset.toUpperCase()}`);
}

/** Unlike `instanceof`, also true for those of another realm, such as a frame's. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/** What was given, as its giver would know it again. */
function quoted(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) {
    return String(value);
  }
  return `of type ${typeof value}`;
}
