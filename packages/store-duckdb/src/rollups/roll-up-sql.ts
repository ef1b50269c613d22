import { addUp, byteSums, split } from './byte-sum-sql.ts';
import {
  groupsTable,
  keyColumns,
  type Level,
  pairs,
  pairsTable,
  hoursOfDay,
  spans,
} from './rollup.ts';

/*
 * From flows to rollups. All tables of hours are filled from one table that stands between, the
 * conversations: flows that differ in nothing but their source port and time, by hour.
 */

/**
 * Makes the conversations of the flows of some batches. In the order of the rollups, they make the
 * sorting of each table light.
 */
export function gatherConversations(after: number, through: number): string {
  return `
    CREATE OR REPLACE TEMP TABLE conversations AS
    SELECT end_time // ${spans.hours} AS span, scope, ${keyColumns.join(', ')},
      count(*) AS sessions,
      ${split('request_byte', 'sum(to_s_bytes)')}, ${split('response_byte', 'sum(to_c_bytes)')},
      min(end_time) AS first_time, max(end_time) AS last_time
    FROM flows WHERE batch > ${after} AND batch <= ${through}
    GROUP BY ALL ORDER BY span, scope`;
}

/** Statements that add the conversations to the rollups of hours. */
export function rollUpHours(): string[] {
  const totals = `
    INSERT INTO totals
    SELECT span, scope, sum(sessions), min(first_time), max(last_time)
    FROM conversations GROUP BY ALL ORDER BY ALL`;
  return [totals, ...rollUpConversations('hours', 'span', 'true')];
}

/** Statements that add conversations to the rollups of days that were made before they came. */
export function rollUpLate(daysBefore: number): string[] {
  return rollUpConversations('days', `span // ${hoursOfDay}`, `span < ${daysBefore * hoursOfDay}`);
}

/** Statements that make the rollups of some days, the last one exclusive, from those of hours. */
export function rollUpDays(first: number, end: number): string[] {
  const rows = (table: string) => `
    FROM ${table} WHERE span >= ${first * hoursOfDay} AND span < ${end * hoursOfDay}`;
  const day = `span // ${hoursOfDay} AS day`;
  return [
    ...keyColumns.map(
      (column) => `
    INSERT INTO ${groupsTable(column, 'days')}
    SELECT ${day}, scope, key, ${groupSums} ${rows(groupsTable(column, 'hours'))}
    GROUP BY ALL ORDER BY day, scope, key`,
    ),
    ...pairs.map(
      (pair) => `
    INSERT INTO ${pairsTable(pair, 'days')}
    SELECT ${day}, scope, key, entry, ${pairSums(pair.last)} ${rows(pairsTable(pair, 'hours'))}
    GROUP BY ALL ORDER BY day, scope, key, entry`,
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

function rollUpConversations(level: Level, span: string, condition: string): string[] {
  const groups = keyColumns.map(
    (column) => `
    INSERT INTO ${groupsTable(column, level)}
    SELECT ${span} AS span, scope, ${column}, ${groupSums}
    FROM conversations WHERE ${condition} AND ${column} IS NOT NULL
    GROUP BY ALL ORDER BY span, scope, ${column}`,
  );
  const listed = pairs.map(
    (pair) => `
    INSERT INTO ${pairsTable(pair, level)}
    SELECT ${span} AS span, scope, ${pair.key}, ${pair.entry}, ${pairSums(pair.last)}
    FROM conversations
    WHERE ${condition} AND ${pair.key} IS NOT NULL AND ${pair.entry} IS NOT NULL
    GROUP BY ALL ORDER BY span, scope, ${pair.key}`,
  );
  return [...groups, ...listed];
}
