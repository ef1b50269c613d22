import { unseenUntilCommit } from '../sql/insert-sql.ts';
import { addUp, byteSums, split } from '../sql/byte-sum-sql.ts';
import { keyColumns } from '../schema/key-columns.ts';
import {
  isOfFlagged,
  type Level,
  type Rollup,
  rollupOf,
  rollupsOf,
  spans,
} from '../schema/rollup-tables.ts';

/*
 * From flows to totals and aggregates, and from those to groups and pairs. Rows are inserted in the order
 * of time, so that what is outside of a window is not read, then by scope and key, which takes less room.
 */

/** Condition of the flows that a rollup has. */
export function flowsOf(rollup: Rollup): string {
  if (isOfFlagged(rollup)) return '(risk_ip IS NOT NULL OR risk_host IS NOT NULL)';
  return rollup.kind === 'groups' || rollup.kind === 'pairs' ? hasValues(rollup) : 'true';
}

function hasValues({ columns }: Rollup): string {
  return columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
}

/** Condition of the flows or of the rows of a level that are of a time, in milliseconds since 1970 UTC. */
export function ofTime(from: 'flows' | Level, start: number, end = Infinity): string {
  const [column, length] = from === 'flows' ? ['end_time', 1] : ['span', spans[from]];
  const conditions = [`${column} >= ${Math.ceil(start / length)}`];
  if (end < Infinity) conditions.push(`${column} < ${Math.ceil(end / length)}`);
  return conditions.join(' AND ');
}

/** Statements that add the flows of a condition to the tables of hours. */
export function rollUpHours(flows: string): string[] {
  return rollupsOf('hours').map((rollup) => fillFromFlows(rollup, flows));
}

/** Statement that adds the flows of a condition to the totals by minute. */
export function rollUpMinutes(flows: string): string {
  return fillFromFlows(rollupOf('minutes', 'totals')!, flows);
}

/** Statements that add the flows of a condition to the tables of ten minutes. */
export function rollUpTenMinutes(flows: string): string[] {
  const level = 'ten-minutes';
  const [all, flagged] = rollupsOf(level, 'aggregates') as [Rollup, Rollup];
  return [
    gather(level, flows),
    insertInto(all, `FROM ${gathered}`),
    ...rollupsOf(level, 'groups', 'pairs').map((rollup) => fillFrom(level, gathered, rollup)),
    dropGathered,
    fillFromFlows(flagged, flows),
  ];
}

/** Statements that add flows of a condition to the daily tables which were rolled up before they came. */
export function rollUpLate(flows: string): string[] {
  return [
    gather('hours', flows),
    ...rollupsOf('days').map((rollup) => fillFrom('hours', gathered, rollup)),
    dropGathered,
  ];
}

/** Statement that adds the flows of a condition to totals or aggregates. */
export function fillFromFlows(rollup: Rollup, flows: string): string {
  return insertInto(
    rollup,
    `${sumsOfFlows(rollup, `${flows} AND ${flowsOf(rollup)}`)} ${order(rollup)}`,
  );
}

/** Statement that adds hourly aggregates of a condition to a daily table. */
export function fillDaily(rollup: Rollup, hours: string): string {
  return fillFrom('hours', rollupOf('hours', 'aggregates')!.name, rollup, hours);
}

/** Temporary table with the aggregates of some flows. */
const gathered = 'gathered_aggregates';

function gather(level: Level, flows: string): string {
  const rows = sumsOfFlows({ level, kind: 'aggregates', columns: keyColumns }, flows);
  return `CREATE OR REPLACE TEMP TABLE ${gathered} AS ${rows}`;
}

const dropGathered = `DROP TABLE temp.${gathered}`;

function sumsOfFlows({ level, kind, columns }: Omit<Rollup, 'name'>, flows: string): string {
  const begun = kind === 'totals' ? 'end_time' : 'coalesce(start_time, end_time)';
  return `
    SELECT ${['end_time // ' + spans[level] + ' AS span', 'scope', ...columns].join(', ')},
      count(*) AS sessions, ${split('request_byte', 'sum(to_s_bytes)')},
      ${split('response_byte', 'sum(to_c_bytes)')}, max(end_time) AS last_time,
      min(${begun}) AS first_time
    FROM flows WHERE ${flows} GROUP BY ALL`;
}

/** Adds the aggregates of a level to a rollup of groups or pairs. */
function fillFrom(level: Level, table: string, rollup: Rollup, condition = 'true'): string {
  const sums = rollup.kind === 'groups' ? groupSums : 'sum(sessions)::BIGINT AS sessions';
  return insertInto(
    rollup,
    `
    SELECT span // ${spans[rollup.level] / spans[level]} AS span, scope,
      ${rollup.columns.join(', ')}, ${sums}
    FROM ${table} WHERE ${condition} AND ${hasValues(rollup)} GROUP BY ALL ${order(rollup)}`,
  );
}

const groupSums = [
  'sum(sessions)::BIGINT AS sessions',
  ...byteSums.map((name) => split(name, addUp(name))),
  'max(last_time) AS last_time',
].join(', ');

function order({ columns }: Rollup): string {
  return `ORDER BY ${['span', 'scope', ...columns.slice(0, 1)].join(', ')}`;
}

function insertInto({ name }: Rollup, rows: string): string {
  return `INSERT INTO ${name} BY NAME ${unseenUntilCommit(rows, 'span')}`;
}
