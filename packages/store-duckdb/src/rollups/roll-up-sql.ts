import { unseenUntilCommit } from '../sql/insert-sql.ts';
import { addUp, byteSums, split } from './byte-sum-sql.ts';
import {
  groupsTable,
  hoursOfDay,
  isOfRisk,
  type KeyColumn,
  keyColumns,
  type Level,
  type Pair,
  pairs,
  pairsTable,
  spans,
  tagColumns,
} from './rollup.ts';

/*
 * From flows to rollups. All tables of hours are filled from one table that stands between, the
 * conversations: flows that differ in nothing but their source port and time, by hour. Those that a
 * threat list flags are few, and stand once more in a table of their own, so that the others are not
 * told apart by columns that they have nothing in.
 */

/**
 * Makes the conversations of the flows of some batches. In the order of the rollups, they make the
 * sorting of each table light.
 */
export function gatherConversations(after: number, through: number): string[] {
  return gather(`batch > ${after} AND batch <= ${through}`);
}

const columns = [...keyColumns, ...tagColumns];

/** Statements that make the conversations of the flows of a condition. */
export function gather(flows: string): string[] {
  const flagged = 'risk_ip IS NOT NULL OR risk_host IS NOT NULL';
  return [
    gatherInto(
      'conversations',
      columns.filter((column) => !isOfRisk(column)),
      flows,
    ),
    gatherInto('flagged_conversations', columns, `(${flows}) AND (${flagged})`),
  ];
}

/** Lets go of the conversations. */
export const forgetConversations = [
  'DROP TABLE temp.conversations',
  'DROP TABLE temp.flagged_conversations',
];

function gatherInto(table: string, keys: readonly KeyColumn[], flows: string): string {
  return `
    CREATE OR REPLACE TEMP TABLE ${table} AS
    SELECT end_time // ${spans.hours} AS span, scope, ${keys.join(', ')},
      count(*) AS sessions,
      ${split('request_byte', 'sum(to_s_bytes)')}, ${split('response_byte', 'sum(to_c_bytes)')},
      min(end_time) AS first_time, max(end_time) AS last_time
    FROM flows WHERE ${flows}
    GROUP BY ALL ORDER BY span, scope`;
}

/** Statements that add the conversations to the rollups of hours. */
export function rollUpHours(): string[] {
  const totals = `
    SELECT span, scope, sum(sessions), min(first_time), max(last_time)
    FROM conversations GROUP BY ALL ORDER BY ALL`;
  return [insertInto('totals', totals), ...rollUpConversations('hours', 'span', 'true')];
}

/** Statements that add conversations to the rollups of days that were made before they came. */
export function rollUpLate(daysBefore: number): string[] {
  return rollUpConversations('days', `span // ${hoursOfDay}`, `span < ${daysBefore * hoursOfDay}`);
}

/** Statements that make the rollups of some days, the last one exclusive, from those of hours. */
export function rollUpDays(first: number, end: number): string[] {
  const rows = (table: string) => `
    FROM ${table} WHERE span >= ${first * hoursOfDay} AND span < ${end * hoursOfDay}`;
  const day = `span // ${hoursOfDay} AS span`;
  return [
    ...keyColumns.map((column) =>
      insertInto(
        groupsTable(column, 'days'),
        `
    SELECT ${day}, scope, key, ${groupSums} ${rows(groupsTable(column, 'hours'))}
    GROUP BY ALL ORDER BY span, scope, key`,
      ),
    ),
    ...pairs.map((pair) =>
      insertInto(
        pairsTable(pair, 'days'),
        `
    SELECT ${day}, scope, key, entry, ${pairSums(pair.last)} ${rows(pairsTable(pair, 'hours'))}
    GROUP BY ALL ORDER BY span, scope, key, entry`,
      ),
    ),
  ];
}

const groupSums = [
  'sum(sessions)',
  ...byteSums.map((name) => split(name, addUp(name))),
  'max(last_time)',
].join(', ');

function pairSums(last: boolean): string {
  return last ? 'sum(sessions), max(last_time)' : 'sum(sessions)';
}

/** A table of the rollups that is filled from conversations: a column's groups, or a pair. */
export type Filled = { readonly column: KeyColumn } | { readonly pair: Pair };

/** All of them. */
export const allFilled: readonly Filled[] = [
  ...keyColumns.map((column) => ({ column })),
  ...pairs.map((pair) => ({ pair })),
];

function rollUpConversations(level: Level, span: string, condition: string): string[] {
  return allFilled.map((filled) => fill(filled, level, span, condition));
}

/** Name of a table of the rollups. */
export function tableOf(filled: Filled, level: Level): string {
  return 'pair' in filled ? pairsTable(filled.pair, level) : groupsTable(filled.column, level);
}

/** Statement that adds the conversations of a condition to a table. */
export function fill(filled: Filled, level: Level, span: string, condition: string): string {
  const table = tableOf(filled, level);
  if ('column' in filled) {
    const { column } = filled;
    return insertInto(
      table,
      `
    SELECT ${span} AS span, scope, ${column}, ${groupSums}
    FROM ${conversationsOf(column)} WHERE ${condition} AND ${column} IS NOT NULL
    GROUP BY ALL ORDER BY span, scope, ${column}`,
    );
  }
  const { key, entry, last } = filled.pair;
  return insertInto(
    table,
    `
    SELECT ${span} AS span, scope, ${key}, ${entry}, ${pairSums(last)}
    FROM ${conversationsOf(key)}
    WHERE ${condition} AND ${key} IS NOT NULL AND ${entry} IS NOT NULL
    GROUP BY ALL ORDER BY span, scope, ${key}`,
  );
}

function insertInto(table: string, sums: string): string {
  return `INSERT INTO ${table} ${unseenUntilCommit(sums, 'span')}`;
}

function conversationsOf(column: KeyColumn): string {
  return isOfRisk(column) ? 'flagged_conversations' : 'conversations';
}
