import { maxTime } from '@cfw-flow/store';
import { counted, formatCount, formatMilliseconds } from '../output/quantity.ts';
import { columnsOf, type FittedTable, fittedTable } from '../output/table.ts';

/** Header that asks servers of cfw-flow what an answer is made from, and that has their reply. */
const header = 'X-Flow-Explain';

/** A `fetch` that asks for the explanation, too. */
export const fetchWithExplanation: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set(header, '1');
  return fetch(url, { ...init, headers });
};

/** A segment that an answer was made from. */
export interface ExplainedSegment {
  from: string;
  /** Milliseconds since 1970 UTC; absent where several segments are summed up. */
  span: { start: number; end: number } | undefined;
  pending: boolean;
  groupRows: number;
  detailRows: number;
}

/** What a server says that its answer was made from; undefined when it doesn't, or in another form. */
export function readExplanation(headers: Headers): ExplainedSegment[] | undefined {
  const value = headers.get(header);
  if (value === null) return undefined;
  if (value === 'none') return [];
  const segments = value.split(',').map(readSegment);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

function readSegment(text: string): ExplainedSegment | undefined {
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
  if (!/^[\w-]+$/.test(from) || groupRows === undefined || detailRows === undefined)
    return undefined;
  const span = start === undefined || end === undefined ? undefined : { start, end };
  return { from, span, pending: values.has('pending'), groupRows, detailRows };
}

/** Width of a time to the minute, and of the sign that the rest was cut off. */
const minTimeWidth = 'YYYY-MM-DD HH:MM'.length + 1;

/** Columns that are always there: what was read, of which time. */
const MIN_COLUMNS = 3;

/** The segments as an aligned table. */
export function explanationTable(
  segments: readonly ExplainedSegment[],
  width: number,
): FittedTable {
  const column = columnsOf(segments);
  const time = (milliseconds: number | undefined) =>
    // A window may reach further than a Date can.
    milliseconds === undefined || milliseconds > maxTime ? '' : formatMilliseconds(milliseconds);
  return fittedTable(
    [
      column('read', ({ from, pending }) => (pending ? 'pending' : from), { minWidth: 7 }),
      column('from', ({ span }) => time(span?.start), { minWidth: minTimeWidth }),
      column('to', ({ span }) => time(span?.end), { minWidth: minTimeWidth }),
      column('groups', ({ groupRows }) => formatCount(groupRows), { align: 'right' }),
      column('details', ({ detailRows }) => formatCount(detailRows), { align: 'right' }),
    ],
    width,
    MIN_COLUMNS,
  );
}

/** Lines below the table: the sums of its columns, and what its words mean. */
export function explanationCaption(segments: readonly ExplainedSegment[]): string[] {
  const groupRows = segments.reduce((sum, segment) => sum + segment.groupRows, 0);
  const detailRows = segments.reduce((sum, segment) => sum + segment.detailRows, 0);
  const rows = `${counted(groupRows, 'row')} read for the groups, ${formatCount(detailRows)} for their details`;
  return segments.some(({ pending }) => pending) ? [rows, 'pending: not rolled up yet'] : [rows];
}
