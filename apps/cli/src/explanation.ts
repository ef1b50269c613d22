import { greatestTime } from '@cfw-flow/store';
import { counted, formatCount, formatMilliseconds } from './quantity.ts';
import { type Column, tableLines } from './table.ts';

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
  /** Milliseconds since 1970 UTC; absent where several pieces are summed up. */
  span: { start: number; end: number } | undefined;
  waiting: boolean;
  groupRows: number;
  detailRows: number;
}

/** What a server says that its answer was made from; nothing when it doesn't, or otherwise. */
export function readExplanation(headers: Headers): ExplainedPiece[] | undefined {
  const value = headers.get(header);
  if (value === null) return undefined;
  if (value === 'none') return [];
  const pieces = value.split(',').map(readPiece);
  return pieces.every((piece) => piece !== undefined) ? pieces : undefined;
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
  return { from, span, waiting: values.has('waiting'), groupRows, detailRows };
}

/** Places of a time to the minute, and of the sign that the rest was cut off. */
const leastTime = 'YYYY-MM-DD HH:MM'.length + 1;

/** The pieces as an aligned table, its titles first. */
export function explanationLines(pieces: readonly ExplainedPiece[], width: number): string[] {
  const column = (
    title: string,
    cell: (piece: ExplainedPiece) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: pieces.map(cell), ...rest });
  const time = (milliseconds: number | undefined) =>
    // A window may reach further than a calendar.
    milliseconds === undefined || milliseconds > greatestTime
      ? ''
      : formatMilliseconds(milliseconds);
  return tableLines(
    [
      column('read', ({ from, waiting }) => (waiting ? 'waiting' : from), { least: 7 }),
      column('from', ({ span }) => time(span?.start), { least: leastTime }),
      column('to', ({ span }) => time(span?.end), { least: leastTime }),
      column('groups', ({ groupRows }) => formatCount(groupRows), { align: 'right' }),
      column('details', ({ detailRows }) => formatCount(detailRows), { align: 'right' }),
    ],
    width,
  );
}

/** What the columns of the table come to, and what stands in it for what, as lines. */
export function explanationCaption(pieces: readonly ExplainedPiece[]): string[] {
  const groupRows = pieces.reduce((sum, piece) => sum + piece.groupRows, 0);
  const detailRows = pieces.reduce((sum, piece) => sum + piece.detailRows, 0);
  const rows = `${counted(groupRows, 'row')} read for the groups, ${formatCount(detailRows)} for their details`;
  return pieces.some(({ waiting }) => waiting) ? [rows, 'waiting: not rolled up yet'] : [rows];
}
