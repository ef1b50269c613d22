import type { TrackedAlert } from './alert-state.ts';
import type { Rule } from './rule.ts';

/** Checks that may be missed before an alert is taken to have ended. */
const MISSED_CHECKS = 4;

/**
 * Until when an alert holds that is not told again: what was found stays in the window for as long as
 * that is.
 *
 * @param every - time between two checks, in milliseconds; 0 where it isn't known
 */
export function holdsUntil(
  rules: readonly Rule[],
  every: number,
): (tracked: TrackedAlert) => number {
  const windows = new Map(rules.map(({ name, window }) => [name, window.milliseconds]));
  return ({ alert }) =>
    alert.end_time + Math.max(windows.get(alert.rule) ?? 0, MISSED_CHECKS * every);
}
