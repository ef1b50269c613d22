import type { FlowSessions } from '@cfw-flow/fetch-client';
import { compareTexts } from '../text/compare-texts.ts';
import { compare } from '../text/quantity.ts';
import type { Sort } from '../view/sort.ts';
import type { SessionColumn } from '../view/view.ts';

/** How the API sorts them. */
export const asAnswered: Sort<SessionColumn> = { column: 'sessions', descending: true };

/** Sessions in order; those without a value come last, either way. */
export function sortSessions<Session extends FlowSessions<'bigint'>>(
  sessions: readonly Session[],
  { column, descending }: Sort<SessionColumn>,
): Session[] {
  const sign = descending ? -1 : 1;
  return [...sessions].sort((one, other) => {
    const [a, b] = [one[column], other[column]];
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    if (typeof a === 'string' || typeof b === 'string') {
      return sign * compareTexts(String(a), String(b));
    }
    return sign * compare(a, b);
  });
}
