import { greatestTime } from '@cfw-flow/store';
import { counted, formatCount, formatMilliseconds } from '../output/quantity.ts';
import { type Column, tableLines } from '../output/table.ts';

/** Header by which servers of cfw-flow are asked what an answer is made from, and tell it. */
const header = 'X-Flow-Explain';

/** A `fetch` that asks what the answer is made from. */
export const askingToExplain: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set(header, '1');
  return fetch(url, { ...init, headers });
};

/** A part of what an answer was made from. */
export interface ExplainedPiece {
  from: string;
  /** Milliseconds since 1970 UTC; absent where several segments are summed up. */
  span: { start: number; end: number } | undefined;
  pending: boolean;
  groupRows: number;
  detailRows: number;
}

/** What a server says that its answer was made from; nothing when it doesn't, or otherwise. */
export function readExplanation(headers: Headers): ExplainedPiece[] | undefined {
  const value = headers.get(header);
  if (value === null) return undefined;
  if (value === 'none') return [];
  const segments = value.split(',').map(readPiece);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

function readPiece(text: string): ExplainedPiece | undefined {
  const [from = '', ...parameters] = text.trim().split(';');
  const values = new Map(
    parameters.map((one) => {
      const [name = '', value = ''] = one.split('=', 2);
      return [name, value];
    }),
  );
  const number = (name: string) => {
    const value = values.get(name) ?? '';
    return /^\d{1,16}$/.test(value) ? Number(value) : undefined;
  };
  const start = number('start');
  const end = number('end');
  const groupRows = number('group_rows');
  const detailRows = number('detail_rows');
  if (!/^\w+$/.test(from) || groupRows === undefined || detailRows === undefined) return undefined;
  const span = start === undefined || end === undefined ? undefined : { start, end };
  return { from, span, pending: values.has('pending'), groupRows, detailRows };
}

/** Places of a time to the minute, and of the sign that the rest was cut off. */
const minTime = 'YYYY-MM-DD HH:MM'.length + 1;

/** The segments as an aligned table, its titles first. */
export function explanationLines(segments: readonly ExplainedPiece[], width: number): string[] {
  const column = (
    title: string,
    cell: (segment: ExplainedPiece) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: segments.map(cell), ...rest });
  const time = (milliseconds: number | undefined) =>
    // A window may reach further than a calendar.
    milliseconds === undefined || milliseconds > greatestTime
      ? ''
      : formatMilliseconds(milliseconds);
  return tableLines(
    [
      column('read', ({ from, pending }) => (pending ? 'pending' : from), { minWidth: 7 }),
      column('from', ({ span }) => time(span?.start), { minWidth: minTime }),
      column('to', ({ span }) => time(span?.end), { minWidth: minTime }),
      column('groups', ({ groupRows }) => formatCount(groupRows), { align: 'right' }),
      column('details', ({ detailRows }) => formatCount(detailRows), { align: 'right' }),
    ],
    width,
  );
}

/** What the columns of the table come to, and what stands in it for what, as lines. */
export function explanationCaption(segments: readonly ExplainedPiece[]): string[] {
  const groupRows = segments.reduce((sum, segment) => sum + segment.groupRows, 0);
  const detailRows = segments.reduce((sum, segment) => sum + segment.detailRows, 0);
  const rows = `${counted(groupRows, 'row')} read for the groups, ${formatCount(detailRows)} for their details`;
  return segments.some(({ pending }) => pending) ? [rows, 'pending: not rolled up yet'] : [rows];
}
