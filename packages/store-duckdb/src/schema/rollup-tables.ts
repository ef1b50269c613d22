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
 * Totals are all flows of a scope, added up.
 *
 * Aggregates are flows that differ in nothing but their source port and time, added up. Those of the
 * flows that a threat list flags are few, and are kept once more in a table of their own, so that the
 * others are not told apart by columns that they have nothing in.
 *
 * Groups are the sums of each value of a column, pairs the sessions of each pair of values. There are
 * pairs only for items of few values, whose greatest groups have most of the flows. The few groups that
 * an answer has of an address or a host are found faster in the aggregates, all their lists in one
 * reading.
 *
 * Hours are kept as totals and aggregates. Days are kept as aggregates, groups and pairs, all made from
 * hours, and recent flows likewise by ten minutes, as long as they are asked about again and again.
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
export const levels = ['minutes', 'ten-minutes', 'hours', 'days'] as const;

/** One of {@link levels}. */
export type Level = (typeof levels)[number];

/** Lengths of the spans, in milliseconds. Spans are numbered from 1970 UTC. */
export const spans: Readonly<Record<Level, number>> = {
  minutes: 60_000,
  'ten-minutes': 600_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Hours in a day. */
export const hoursOfDay = spans.days / spans.hours;

const sums = ['sessions', ...byteColumns, 'last_time'];

/**
 * What a rollup keeps of the flows of a row, by what the rows are. `first_time` is when the first flow
 * of an aggregate began, and when the first one of a total ended.
 */
export const measures = {
  totals: [...sums, 'first_time'],
  aggregates: [...sums, 'first_time'],
  groups: sums,
  pairs: ['sessions'],
} as const satisfies Record<string, readonly string[]>;

/** What the rows of a rollup are. */
export type RollupKind = keyof typeof measures;

/** A table of the rollups. */
export interface Rollup {
  readonly name: string;
  readonly level: Level;
  readonly kind: RollupKind;
  /** Columns of the flows by which its rows are told apart. */
  readonly columns: readonly KeyColumn[];
}

/** Beginnings of the names of tables. */
const prefixes: Readonly<Record<Level, string>> = {
  minutes: 'minute',
  'ten-minutes': 'ten_minute',
  hours: 'hourly',
  days: 'daily',
};

function totals(level: Level): Rollup {
  return { name: `${prefixes[level]}_totals`, level, kind: 'totals', columns: [] };
}

function aggregates(level: Level): Rollup {
  const name = `${prefixes[level]}_aggregates`;
  return { name, level, kind: 'aggregates', columns: keyColumns };
}

function flaggedAggregates(level: Level): Rollup {
  const name = `${prefixes[level]}_flagged_aggregates`;
  return { name, level, kind: 'aggregates', columns: flaggedColumns };
}

function groupsAndPairs(level: Level): Rollup[] {
  const tables = (kind: 'groups' | 'pairs', all: readonly (readonly KeyColumn[])[]) =>
    all.map((columns) => {
      const name = `${prefixes[level]}_${kind}_${columns.join('_')}`;
      return { name, level, kind, columns };
    });
  return [
    ...tables(
      'groups',
      keyColumns.map((column) => [column]),
    ),
    ...tables('pairs', pairs),
  ];
}

/** All tables of the rollups. */
export const rollups: readonly Rollup[] = [
  totals('minutes'),
  aggregates('ten-minutes'),
  flaggedAggregates('ten-minutes'),
  ...groupsAndPairs('ten-minutes'),
  totals('hours'),
  aggregates('hours'),
  flaggedAggregates('hours'),
  aggregates('days'),
  ...groupsAndPairs('days'),
];

/** Tells whether a rollup has only flows that a threat list flags. */
export function isOfFlagged({ columns }: Rollup): boolean {
  return columns.some(isOfRisk);
}

/** The tables of a level, all or those of some kinds. */
export function rollupsOf(level: Level, ...kinds: readonly RollupKind[]): Rollup[] {
  return rollups.filter(
    (one) => one.level === level && (kinds.length === 0 || kinds.includes(one.kind)),
  );
}

/**
 * The table of a level that has some columns: all that aggregates have, the one of groups, or both of
 * pairs in either order.
 */
export function rollupOf(
  level: Level,
  kind: RollupKind,
  ...columns: readonly KeyColumn[]
): Rollup | undefined {
  return rollupsOf(level, kind).find((one) =>
    columns.every((column) => one.columns.includes(column)),
  );
}

/** The aggregates of a level that have a column; those of hours where a level has none. */
export function aggregatesOf(level: Level, column: KeyColumn): Rollup {
  return (rollupOf(level, 'aggregates', column) ?? rollupOf('hours', 'aggregates', column))!;
}

/** The tables of totals. */
export const totalsTables = { minutes: 'minute_totals', hours: 'hourly_totals' } as const;

const span = 'span BIGINT NOT NULL, scope INTEGER NOT NULL';

/** Creates all tables. */
export const createRollups = rollups.map(createTable).join('\n');

function createTable({ name, kind, columns }: Rollup): string {
  const keys = columns.map((column) => `${column} ${typeOf(column)}`);
  const sums = measures[kind].map((measure) => `${measure} BIGINT NOT NULL`);
  return `CREATE TABLE ${name} (${[span, ...keys, ...sums].join(', ')});`;
}
