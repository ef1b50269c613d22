import { readMoment } from '../connection/moment.ts';
import { ExitCode, Failure } from '../failure.ts';

/**
 * A day of the local calendar, which has 23 or 25 hours where clocks change; of today what is over.
 *
 * @param day - a date, `yesterday` or `today`
 * @param now - milliseconds since 1970 UTC
 * @returns the options of its window
 * @throws {@link Failure} when it is no day, or has not begun
 */
export function calendarDay(day: string, now: number): { from: string; to: string } {
  const start = /^(?:\d{4}-\d{2}-\d{2}|yesterday|today)$/i.test(day)
    ? readMoment(day, now)?.time
    : undefined;
  if (start === undefined) {
    throw new Failure(
      `--day is ${JSON.stringify(day)}. It takes a date such as 2026-11-22, yesterday or today.`,
      ExitCode.USAGE,
    );
  }
  if (start >= now) throw new Failure(`--day ${day} has not begun.`, ExitCode.USAGE);
  const date = new Date(start);
  const end = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  return { from: String(start), to: String(Math.min(end, now)) };
}
