import { items } from '@cfw-flow/store';
import { byteColumns } from '../sql/byte-sum-sql.ts';
import {
  columnsOf,
  flaggedColumns,
  isOfRisk,
  type KeyColumn,
  keyColumns,
  typeOf,
} from './key-columns.ts';

/*
 * The rollups: sums of flows, kept ready for answers.
 *
 * Totals are all flows of a scope, added up by minute and by hour.
 *
 * Hourly aggregates are flows that differ in nothing but their source port and time, added up by hour.
 * The daily tables are made from them. Those of the flows that a threat list flags are few, and are kept
 * once more in a table of their own, so that the others are not told apart by columns that they have
 * nothing in.
 *
 * Daily groups and pairs answer long windows: the sums of each value of a column, and the sessions of
 * each pair of values. There are pairs only for items of few values, whose greatest groups have most of
 * the flows. The few groups that an answer has of an address or a host are found faster in the hourly
 * aggregates, all their lists in one reading.
 *
 * Rows add up. The same keys may have several rows in one span: a flow that comes late is one more.
 */

/** Two columns, each of which is listed of the groups of the other one: the one with more values first. */
export type Pair = readonly [KeyColumn, KeyColumn];

/** Columns in the order of how many values they have, most of them first. */
const byValues: readonly KeyColumn[] = ['src_ip', 'dst_ip', 'dst_port', 'app', 'protocol'];

/** Every pair that an answer about an item of few values lists. */
const pairs: readonly Pair[] = (() => {
  const found = new Map<string, Pair>();
  for (const item of Object.values(items)) {
    if (!item.hasFewValues) continue;
    const [field, ...others] = columnsOf(item) as [KeyColumn, ...KeyColumn[]];
    for (const other of others) {
      const [first, second] = [field, other].sort((one, another) => rankOf(one) - rankOf(another));
      const pair: Pair = [first!, second!];
      found.set(pair.join(), pair);
    }
  }
  return [...found.values()];
})();

function rankOf(column: KeyColumn): number {
  const rank = byValues.indexOf(column);
  return rank < 0 ? byValues.length : rank;
}

/** Spans of time that flows are rolled up by, the shortest first. */
export const levels = ['minutes', 'hours', 'days'] as const;

/** One of {@link levels}. */
export type Level = (typeof levels)[number];

/** Lengths of the spans, in milliseconds. Spans are numbered from 1970 UTC. */
export const spans: Readonly<Record<Level, number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Hours in a day. */
export const hoursOfDay = spans.days / spans.hours;

/** Tables with the sums of each scope. Their `first_time` is the earliest `end_time`. */
export const totalsTables = { minutes: 'minute_totals', hours: 'hourly_totals' } as const;

/** Table with the hourly aggregates. Their `first_time` is when the first flow began. */
export const hourlyTable = 'hourly_aggregates';

/** Table with the hourly aggregates of flagged flows. */
export const hourlyFlaggedTable = 'hourly_flagged_aggregates';

/** The table of hourly aggregates that has the values of a column. */
export function hourlyTableOf(column: KeyColumn): string {
  return isOfRisk(column) ? hourlyFlaggedTable : hourlyTable;
}

/** A daily table: the sums of each value of one column, or the sessions of each pair of two. */
export interface DailyTable {
  readonly name: string;
  readonly columns: readonly KeyColumn[];
  /** Whether it has bytes and times beside the sessions. */
  readonly isOfGroups: boolean;
}

const dailyGroups = keyColumns.map((column): DailyTable => ({
  name: `daily_groups_${column}`,
  columns: [column],
  isOfGroups: true,
}));
const dailyPairs = pairs.map((columns): DailyTable => ({
  name: `daily_pairs_${columns.join('_')}`,
  columns,
  isOfGroups: false,
}));

/** All daily tables. */
export const dailyTables: readonly DailyTable[] = [...dailyGroups, ...dailyPairs];

/** The daily table of the groups of a column; none when it is one of risk. */
export function dailyGroupsOf(column: KeyColumn): DailyTable | undefined {
  return dailyGroups.find(({ columns }) => columns[0] === column);
}

/** The daily table of a pair of columns, in either order; none when only hourly aggregates have it. */
export function dailyPairsOf(one: KeyColumn, other: KeyColumn): DailyTable | undefined {
  return dailyPairs.find(({ columns }) => columns.includes(one) && columns.includes(other));
}

/** All tables of each level. */
export const rollupTables: Readonly<Record<Level, readonly string[]>> = {
  minutes: [totalsTables.minutes],
  hours: [totalsTables.hours, hourlyTable, hourlyFlaggedTable],
  days: dailyTables.map(({ name }) => name),
};

const span = 'span BIGINT NOT NULL, scope INTEGER NOT NULL';
const sums = ['sessions', ...byteColumns, 'last_time'].map((name) => `${name} BIGINT NOT NULL`);
const firstTime = 'first_time BIGINT NOT NULL';

/** Creates all tables. */
export const createRollups = [
  ...Object.values(totalsTables).map((name) => createTable(name, [...sums, firstTime])),
  createTable(hourlyTable, [...typed(keyColumns), ...sums, firstTime]),
  createTable(hourlyFlaggedTable, [...typed(flaggedColumns), ...sums]),
  ...dailyTables.map(createDaily),
].join('\n');

function createDaily({ name, columns, isOfGroups }: DailyTable): string {
  const keys = typed(columns).map((column) => `${column} NOT NULL`);
  return createTable(name, [...keys, ...(isOfGroups ? sums : ['sessions BIGINT NOT NULL'])]);
}

function createTable(name: string, columns: readonly string[]): string {
  return `CREATE TABLE ${name} (${span}, ${columns.join(', ')});`;
}

function typed(columns: readonly KeyColumn[]): string[] {
  return columns.map((column) => `${column} ${typeOf(column)}`);
}
