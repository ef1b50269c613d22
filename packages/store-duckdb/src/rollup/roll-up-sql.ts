import { unseenUntilCommit } from '../sql/insert-sql.ts';
import { addUp, byteSums, split } from '../sql/byte-sum-sql.ts';
import { flaggedColumns, type KeyColumn, keyColumns } from '../schema/key-columns.ts';
import {
  type DailyTable,
  hourlyFlaggedTable,
  hourlyTable,
  hoursOfDay,
  type Level,
  spans,
  totalsTables,
} from '../schema/rollup-tables.ts';

/*
 * From flows to hourly aggregates, and from those to days. Rows are inserted in the order of time, so
 * that what is outside of a window is not read, then by scope and key, which takes less room.
 */

/** Condition of the flows that a threat list flags. */
export const isFlagged = '(risk_ip IS NOT NULL OR risk_host IS NOT NULL)';

/** Statements that add the flows of a condition to the tables of minutes and of hours. */
export function rollUpFlows(flows: string): string[] {
  return [
    fillTotals('minutes', flows),
    fillTotals('hours', flows),
    fillHourly(flows),
    fillHourlyFlagged(flows),
  ];
}

function fillTotals(level: keyof typeof totalsTables, flows: string): string {
  return insertInto(
    totalsTables[level],
    `
    SELECT ${spanOf(level)}, scope, ${flowSums}, min(end_time) AS first_time
    FROM flows WHERE ${flows} GROUP BY ALL ORDER BY span, scope`,
  );
}

/** Statement that adds the flows of a condition to the hourly aggregates. */
export function fillHourly(flows: string): string {
  return insertInto(hourlyTable, hourlyAggregates(keyColumns, `${flowSums}, ${firstStart}`, flows));
}

/** Statement that adds the flagged ones among the flows of a condition to their hourly aggregates. */
export function fillHourlyFlagged(flows: string): string {
  const flagged = `${flows} AND ${isFlagged}`;
  return insertInto(hourlyFlaggedTable, hourlyAggregates(flaggedColumns, flowSums, flagged));
}

/** Temporary table with the hourly aggregates of flows that came late. */
export const lateTable = 'late_aggregates';

/** Statement that makes the hourly aggregates of flows whose days are rolled up already. */
export function gatherLate(flows: string): string {
  return `CREATE OR REPLACE TEMP TABLE ${lateTable} AS ${hourlyAggregates(keyColumns, flowSums, flows)}`;
}

/** Statement that drops them. */
export const dropLate = `DROP TABLE temp.${lateTable}`;

function hourlyAggregates(columns: readonly KeyColumn[], sums: string, flows: string): string {
  return `
    SELECT ${spanOf('hours')}, scope, ${columns.join(', ')}, ${sums}
    FROM flows WHERE ${flows}
    GROUP BY ALL ORDER BY span, scope, ${columns[0]}`;
}

function spanOf(level: Level): string {
  return `end_time // ${spans[level]} AS span`;
}

const flowSums = [
  'count(*) AS sessions',
  split('request_byte', 'sum(to_s_bytes)'),
  split('response_byte', 'sum(to_c_bytes)'),
  'max(end_time) AS last_time',
].join(', ');

const firstStart = 'min(coalesce(start_time, end_time)) AS first_time';

/** Condition of the aggregates of some hours, numbered from 1970 UTC, the end exclusive. */
export function ofHours(first: number, end: number): string {
  return `span >= ${first} AND span < ${end}`;
}

/**
 * Statement that adds hourly aggregates to a daily table.
 *
 * @param from - the table that has them
 * @param hours - a condition of theirs
 */
export function fillDaily(table: DailyTable, from: string, hours: string): string {
  const keys = table.columns.join(', ');
  const sums = table.isOfGroups ? groupSums : 'sum(sessions)::BIGINT AS sessions';
  return insertInto(
    table.name,
    `
    SELECT span // ${hoursOfDay} AS span, scope, ${keys}, ${sums}
    FROM ${from}
    WHERE ${[hours, ...table.columns.map((column) => `${column} IS NOT NULL`)].join(' AND ')}
    GROUP BY ALL ORDER BY span, scope, ${table.columns[0]}`,
  );
}

const groupSums = [
  'sum(sessions)::BIGINT AS sessions',
  ...byteSums.map((name) => split(name, addUp(name))),
  'max(last_time) AS last_time',
].join(', ');

function insertInto(table: string, rows: string): string {
  return `INSERT INTO ${table} BY NAME ${unseenUntilCommit(rows, 'span')}`;
}
