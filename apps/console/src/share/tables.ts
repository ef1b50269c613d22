import type { FlowDetail, FlowStatistic, FlowTop, FlowTrend } from '@cfw-flow/fetch-client';
import { asAnswered, sortSessions } from '../detail/sort-sessions.ts';
import { amountBefore, type Measure, type RankedGroup } from '../item/ranking.ts';
import type { Whole } from '../text/quantity.ts';
import { utcTime } from '../time/zone.ts';
import type { View } from '../view/view.ts';
import type { Cell } from './csv.ts';
import type { AnsweredQuestion } from './questions.ts';

/** An answer as a table, with columns named as on the wire and times in UTC. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

type Row = Record<string, unknown>;

/** The table of an answer: its records, sessions as the view sorts them, or the entries of its rankings. */
export function tableOf(
  { operation, answer }: AnsweredQuestion,
  { session_sort }: Pick<View, 'session_sort'>,
): Table {
  if (operation === 'flow-top') return tableOfRows(rankedRows(answer as FlowTop<'bigint'>));
  if (operation === 'flow-detail') {
    const { records } = answer as FlowDetail<'bigint'>;
    return tableOfRows(rowsOf(sortSessions(records, session_sort ?? asAnswered)));
  }
  return tableOfRows(rowsOf((answer as FlowStatistic<'bigint'> | FlowTrend<'bigint'>).records));
}

/**
 * The table of groups in the order in which they are given.
 *
 * @param measure - what they are compared by with the window before, where that is known
 */
export function rankingTable(groups: readonly RankedGroup[], measure: Measure): Table {
  const rows = groups.map((ranked): Row => {
    const before = amountBefore(ranked, measure);
    const { rank, item, bytes, group } = ranked;
    return { rank, item, bytes, ...group, [`${measure}_before`]: before === 'new' ? 0 : before };
  });
  return tableOfRows(rows);
}

const rowsOf = (records: readonly object[]): Row[] => records.map((record) => ({ ...record }));

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
