import { FlowItem, type FlowSessions } from '@cfw-flow/fetch-client';
import { compare } from '../text/quantity.ts';

/** What the sessions of a group can be sorted by. */
export const sessionColumns = [
  ...Object.values(FlowItem),
  'sessions',
  'request_byte',
  'response_byte',
  'end_time',
] as const;

/** One of {@link sessionColumns}. */
export type SessionColumn = (typeof sessionColumns)[number];

/** By which column, and which way. */
export interface SessionSort {
  column: SessionColumn;
  descending: boolean;
}

/** Reads `sessions` or, descending, `-sessions`; what is neither, as the API sorts. */
export function readSort(text: string | undefined): SessionSort {
  const descending = text?.startsWith('-') === true;
  const column = sessionColumns.find((one) => one === (descending ? text?.slice(1) : text));
  return column === undefined ? { column: 'sessions', descending: true } : { column, descending };
}

/** What {@link readSort} reads back. */
export function writeSort({ column, descending }: SessionSort): string {
  return descending ? `-${column}` : column;
}

/** The sort that a click on a column's head asks for: numbers begin with the greatest. */
export function sortAfter(current: SessionSort, column: SessionColumn): SessionSort {
  if (current.column === column) return { column, descending: !current.descending };
  return { column, descending: !Object.values<string>(FlowItem).includes(column) };
}

const byText = new Intl.Collator('en', { numeric: true });

/** Sessions in order; those without a value come last, either way. */
export function sortSessions<Session extends FlowSessions<'bigint'>>(
  sessions: readonly Session[],
  { column, descending }: SessionSort,
): Session[] {
  const sign = descending ? -1 : 1;
  return [...sessions].sort((one, other) => {
    const [a, b] = [one[column], other[column]];
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    if (typeof a === 'string' || typeof b === 'string') {
      return sign * byText.compare(String(a), String(b));
    }
    return sign * compare(a, b);
  });
}
