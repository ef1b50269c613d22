import type { FlowDetail, FlowStatistic, FlowTop, FlowTrend } from '@cfw-flow/fetch-client';
import { type Whole } from '../text/quantity.ts';
import { utcTime } from '../time/zone.ts';
import type { Cell } from './csv.ts';
import type { AnsweredQuestion } from './questions.ts';

/** An answer as a table, with columns named as on the wire and times in UTC. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

type Row = Record<string, unknown>;

/** The table of an answer: its records, or the entries of its rankings. */
export function tableOf({ operation, answer }: AnsweredQuestion): Table {
  if (operation === 'flow-top') return tableOfRows(rankedRows(answer as FlowTop<'bigint'>));
  const { records } = answer as
    | FlowStatistic<'bigint'>
    | FlowTrend<'bigint'>
    | FlowDetail<'bigint'>;
  return tableOfRows(records.map((record) => ({ ...record })));
}

function rankedRows(rankings: FlowTop<'bigint'>): Row[] {
  return Object.entries(rankings).flatMap(([item, entries = []]) =>
    entries.map((entry, index) => ({ item, rank: index + 1, ...entry })),
  );
}

function tableOfRows(rows: readonly Row[]): Table {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(column, row[column]))) };
}

function cellOf(column: string, value: unknown): Cell {
  if (Array.isArray(value)) return value.map(entryText).join('; ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  return column.endsWith('_time') ? utcTime(Number(value)) : value;
}

const entryText = ({ key, value }: { key: string; value: Whole }): string => `${key} (${value})`;
