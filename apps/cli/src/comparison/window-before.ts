import type { QueryWindow } from '@cfw-flow/fetch-client';
import { momentOf } from '../connection/asked-window.ts';
import { ExitCode, Failure } from '../failure.ts';
import { formatTime } from '../output/quantity.ts';
import { readTimeLength } from '../time-length.ts';

/**
 * The window to compare another one with, as long as that.
 *
 * @param chosen - `7d` for seven days before, or a moment when it starts; right before when left out
 * @param now - milliseconds since 1970 UTC
 * @throws {@link Failure} when that is no window, the same one, begins before 1970, or isn't over yet
 */
export function windowBefore(
  window: QueryWindow,
  chosen: string | undefined,
  now: number,
): QueryWindow {
  const length = window.end_time - window.start_time;
  const start = startOf(window.start_time, chosen, length, now);
  if (start === window.start_time) {
    throw new Failure(
      '--with names the window itself: it takes how far back the other one is, such as 7d, or when it starts.',
      ExitCode.USAGE,
    );
  }
  if (start < 0) {
    throw new Failure('The window to compare with would begin before 1970.', ExitCode.USAGE);
  }
  const end = start + length;
  if (end > now) {
    throw new Failure(
      `The window to compare with would be as long, from ${formatTime(start)} to ${formatTime(end)}, and is not over yet. ` +
        'Give an earlier --with, or a shorter window.',
      ExitCode.USAGE,
    );
  }
  return { start_time: start, end_time: end };
}

function startOf(start: number, chosen: string | undefined, length: number, now: number): number {
  if (chosen === undefined) return start - length;
  const back = readTimeLength(chosen);
  if (back !== undefined) return start - back;
  return momentOf('--with', chosen, now).time;
}
