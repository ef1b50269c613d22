import { last, type QueryWindow } from '@cfw-flow/fetch-client';
import { InvalidArgumentError } from 'commander';
import { ExitCode, Failure } from '../failure.ts';
import { moment } from '../options.ts';

/** Where the earlier window is: so many milliseconds before the later one, or from a moment on. */
export type EarlierWindow = { shift: number } | { start: number };

/** An earlier window as people write it: `7d` for seven days before, or when it starts. */
export function earlierWindow(text: string): EarlierWindow {
  if (/^\d+(?:\.\d+)?[smhdw]$/.test(text)) {
    try {
      const { start_time, end_time } = last(text);
      return { shift: end_time - start_time };
    } catch {
      throw new InvalidArgumentError('It goes back before 1970.');
    }
  }
  return { start: moment(text) };
}

/**
 * The window to compare another one with, as long as that.
 *
 * @param chosen - the window right before it when left out
 * @throws {@link Failure} when that would be the same window, or begin before 1970
 */
export function windowBefore(window: QueryWindow, chosen?: EarlierWindow): QueryWindow {
  const length = window.end_time - window.start_time;
  const start =
    chosen !== undefined && 'start' in chosen
      ? chosen.start
      : window.start_time - (chosen?.shift ?? length);
  if (start === window.start_time) {
    throw new Failure(
      '--with names the window itself: it takes how far back the other one is, such as 7d, or when it starts.',
      ExitCode.USAGE,
    );
  }
  if (start < 0) {
    throw new Failure('The window to compare with would begin before 1970.', ExitCode.USAGE);
  }
  return { start_time: start, end_time: start + length };
}
