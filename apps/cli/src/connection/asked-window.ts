import type { QueryWindow, WindowChoice } from '@cfw-flow/fetch-client';
import { Range } from '@cfw-flow/types';
import { ExitCode, Failure } from '../failure.ts';
import { formatTime } from '../output/quantity.ts';
import { readTimeLength, timeLengthForm } from '../time-length.ts';
import { momentForms, readMoment, type WrittenMoment } from './moment.ts';

/** The ranges as people write them. */
export const rangeNames = {
  [Range.LAST_HOUR]: '1h',
  [Range.LAST_DAY]: '1d',
  [Range.LAST_SEVEN_DAYS]: '7d',
} as const satisfies Record<Range, string>;

/** A range as people write it. */
export type RangeName = (typeof rangeNames)[Range];

/** Options that say a window. */
export interface WindowOptions {
  range?: RangeName;
  /** A length back from now, such as `6h`. */
  last?: string;
  /** A moment, as {@link readMoment} takes it. */
  from?: string;
  /** A moment; now when left out. */
  to?: string;
}

/** A window that a person asks about. */
export interface AskedWindow {
  /** What an operation is asked for it. */
  query: WindowChoice;
  /** Milliseconds since 1970 UTC, included; of a range that the server counts back itself, by this clock. */
  start: number;
  /** Milliseconds since 1970 UTC, not included; by this clock, as `start`. */
  end: number;
  /** Length back from now, such as `7d`; undefined when the window lies at fixed times. */
  length: string | undefined;
  /** What to know about its times, where clocks change. */
  notes: string[];
}

/**
 * The window that the options say: the last seven days when they say none.
 *
 * @param now - milliseconds since 1970 UTC
 * @throws {@link Failure} when it is none, or the options contradict each other
 */
export function askedWindow(options: WindowOptions, now: number): AskedWindow {
  if (options.last !== undefined) {
    return windowOf(windowUntil(now, options.last), [], options.last);
  }
  if (options.from === undefined) {
    if (options.to !== undefined) {
      throw new Failure('--to needs a start: give --from, too.', ExitCode.USAGE);
    }
    return rangeWindow(options.range ?? '7d', now);
  }
  const from = momentOf('--from', options.from, now);
  const to = momentOf('--to', options.to ?? 'now', now);
  if (from.time >= to.time) {
    const end = options.to === undefined ? 'now, and there is no --to' : '--to';
    throw new Failure(`--from is not before ${end}.`, ExitCode.USAGE);
  }
  const notes = [from.note, to.note].flatMap((text) => text ?? []);
  return windowOf({ start_time: from.time, end_time: to.time }, notes, undefined);
}

/**
 * The moment that an option says.
 *
 * @param option - its name, for messages
 * @throws {@link Failure} when it is none
 */
export function momentOf(option: string, text: string, now: number): WrittenMoment {
  const moment = readMoment(text, now);
  if (moment !== undefined) return moment;
  throw new Failure(`${option} is ${JSON.stringify(text)}. ${momentForms}`, ExitCode.USAGE);
}

/**
 * The window of a length that ends at a moment.
 *
 * @param end - milliseconds since 1970 UTC
 * @param length - such as `6h`
 * @throws {@link Failure} when it is no length, or reaches back before 1970
 */
export function windowUntil(end: number, length: string): QueryWindow {
  const milliseconds = readTimeLength(length);
  if (milliseconds !== undefined && milliseconds > 0 && milliseconds <= end) {
    return { start_time: end - milliseconds, end_time: end };
  }
  const fault =
    milliseconds !== undefined && milliseconds > end
      ? 'It reaches back before 1970.'
      : `It takes ${timeLengthForm}, such as 15m, 6h or 7d.`;
  throw new Failure(
    `The length of the window is ${JSON.stringify(length)}. ${fault}`,
    ExitCode.USAGE,
  );
}

function windowOf(query: QueryWindow, notes: string[], length: string | undefined): AskedWindow {
  return { query, start: query.start_time, end: query.end_time, length, notes };
}

/** The server counts back itself: its clock is that of the flows. */
function rangeWindow(length: RangeName, now: number): AskedWindow {
  const { start_time, end_time } = windowUntil(now, length);
  const range = Object.values(Range).find((one) => rangeNames[one] === length)!;
  return { query: { range }, start: start_time, end: end_time, length, notes: [] };
}

/**
 * Where a window ends whose start an answer says.
 *
 * @returns takes the start and gives the end, in milliseconds since 1970 UTC
 */
export function windowEnd({ query, start, end }: AskedWindow): (begin: number) => number {
  return (begin) => query.end_time ?? begin + end - start;
}

/**
 * The window of an answer in words.
 *
 * @param start - milliseconds since 1970 UTC, as far as the answer has it
 * @param end - milliseconds since 1970 UTC, as far as the answer has it
 */
export function windowText(
  { query, length }: AskedWindow,
  start: number | undefined = query.start_time,
  end: number | undefined = query.end_time,
): string {
  if (start === undefined || end === undefined) return `window last ${length}`;
  return `window ${formatTime(start)} to ${formatTime(end)}`;
}
