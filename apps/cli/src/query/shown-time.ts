import { maxTime } from '@cfw-flow/store';
import { Failure } from '../failure.ts';

/**
 * A time of an answer, which a calendar must have to be shown.
 *
 * @param time - milliseconds since 1970 UTC
 * @param path - where it is in the data of the answer
 * @throws {@link Failure} naming it, when it is beyond the year 9999
 */
export function shownTime(time: number | bigint, path: string): number {
  if (time <= maxTime) return Number(time);
  throw unusable(`data.${path} is ${time}, not a whole number from 0 to ${maxTime}`);
}

/** An answer that can't be shown, and what to do. */
export function unusable(problem: string): Failure {
  return new Failure(
    `The server's answer is not a statistic: ${problem}.\n` +
      'Check that --endpoint names a server of this API; --json shows the data as they came.',
  );
}
