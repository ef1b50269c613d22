import path from 'node:path';
import { columnsOf, type FittedTable, fittedTable } from '../output/table.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { nameKind } from './choose-files.ts';
import type { FileReport } from './inspect-file.ts';

/** Rows up to which each file has one of its own. */
const maxFiles = 40;

/** A row of the table: a file, or files that are alike. */
interface Row {
  name: string;
  what: string;
  flows: number;
  /** Whether there may be more of them. */
  isAtLeast: boolean;
  rejected: number;
  skipped: number;
  from: number;
  to: number;
}

/** What a table is made of. */
export interface TableOptions {
  /** Paths of all files, those that were not looked into included. */
  all: readonly string[];
  /** From which folder they are named; by their paths when left out. */
  folder: string | undefined;
  /** Places that a line may take. */
  width: number;
}

/** Columns that are always there: the files, what they are, and their flows. */
const minColumns = 3;

/** A table of files. */
export function folderTable(
  reports: readonly FileReport[],
  { all, folder, width }: TableOptions,
): FittedTable {
  const nameOf = (file: string) => (folder === undefined ? file : path.relative(folder, file));
  const rows =
    reports.length <= maxFiles && reports.length === all.length
      ? reports.map((report) => rowOf(nameOf(report.path), [report]))
      : groupedRows(reports, all, nameOf);
  const column = columnsOf(rows);
  return fittedTable(
    [
      column('file', ({ name }) => name, { minWidth: 14, cut: 'middle' }),
      column('what', ({ what }) => what, { minWidth: 15 }),
      column('flows', ({ flows, isAtLeast }) => formatCount(flows) + (isAtLeast ? '+' : ''), {
        align: 'right',
      }),
      column('rejected', ({ rejected }) => formatCount(rejected), { align: 'right' }),
      ...(rows.some(({ skipped }) => skipped > 0)
        ? [column('skipped', ({ skipped }) => formatCount(skipped), { align: 'right' })]
        : []),
      column('ended (UTC)', spanOf),
    ],
    width,
    minColumns,
  );
}

/** Files with names that differ only in their numbers, and of the same kind, have one row. */
function groupedRows(
  reports: readonly FileReport[],
  all: readonly string[],
  nameOf: (file: string) => string,
): Row[] {
  const kindOf = (file: string) => nameKind(nameOf(file));
  const counts = new Map<string, number>();
  for (const file of all) counts.set(kindOf(file), (counts.get(kindOf(file)) ?? 0) + 1);
  const groups = Map.groupBy(reports, (report) => `${kindOf(report.path)}\0${whatIn(report)}`);
  const rows: Row[] = [];
  for (const [group, alike] of groups) {
    const kind = group.slice(0, group.indexOf('\0'));
    const row = rowOf(nameOf(alike[0]!.path), alike);
    const known = reports.filter(({ path: file }) => kindOf(file) === kind).length;
    const left = counts.get(kind)! - known;
    // Of which kind those are that were not looked into is known when there is only one.
    const isOnly = known === alike.length;
    if (left > 0) row.isAtLeast ||= row.flows > 0;
    if (alike.length > 1 || left > 0) {
      const files = counted(isOnly ? alike.length + left : alike.length, 'file');
      row.name = `${kind} (${isOnly && left > 0 ? `${formatCount(alike.length)} of ` : ''}${files})`;
    }
    rows.push(row);
  }
  return rows;
}

function rowOf(name: string, reports: readonly FileReport[]): Row {
  const row: Row = {
    name,
    what: whatIn(reports[0]!),
    flows: 0,
    isAtLeast: false,
    rejected: 0,
    skipped: 0,
    from: Infinity,
    to: -Infinity,
  };
  for (const { summary, read } of reports) {
    if (summary === undefined) continue;
    row.flows += summary.flows;
    row.isAtLeast ||= !read!.isWhole;
    row.rejected += summary.lines.rejected;
    row.skipped += summary.lines.skipped;
    row.from = Math.min(row.from, summary.span?.from ?? Infinity);
    row.to = Math.max(row.to, summary.span?.to ?? -Infinity);
  }
  return row;
}

/** In one word what it is, how it is compressed, and whether its lines lie in something. */
function whatIn({ format, what, inside }: FileReport): string {
  const layers = inside.map((layer) => (layer === 'gzip' || layer === 'zstd' ? layer : 'wrapped'));
  return [format?.name ?? what, ...new Set(layers)].join(', ');
}

function spanOf({ from, to }: Row): string {
  if (from > to) return '';
  const [start, end] = [from, to].map((time) => new Date(time).toISOString());
  const [startDay, endDay] = [start!.slice(0, 10), end!.slice(0, 10)];
  if (startDay !== endDay) return `${startDay} to ${endDay}`;
  const [startTime, endTime] = [start!.slice(11, 16), end!.slice(11, 16)];
  return `${startDay} ${startTime}${startTime === endTime ? '' : ` to ${endTime}`}`;
}
