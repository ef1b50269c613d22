import { unseenUntilCommit } from '../sql/insert-sql.ts';
import { addUp, byteSums, split } from '../sql/byte-sum-sql.ts';
import {
  isOfFlagged,
  type Level,
  type Rollup,
  type RollupKind,
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
  const [all, flagged] = rollupsOf('ten-minutes', 'aggregates') as [Rollup, Rollup];
  return [...fillLevel(all, sumsOfFlows(all, flows)), fillFromFlows(flagged, flows)];
}

/** Statements that add hourly aggregates of a condition to the daily tables. */
export function rollUpDays(hours: string): string[] {
  const { name } = rollupOf('hours', 'aggregates')!;
  const daily = rollupOf('days', 'aggregates')!;
  return fillLevel(daily, sumsOf(daily, name, 'hours', hours));
}

/** Statements that add flows of a condition to the daily tables which were rolled up before they came. */
export function rollUpLate(flows: string): string[] {
  const daily = rollupOf('days', 'aggregates')!;
  return fillLevel(daily, sumsOfFlows(daily, flows));
}

/** Statement that adds the flows of a condition to totals or aggregates. */
export function fillFromFlows(rollup: Rollup, flows: string): string {
  return insertInto(rollup, sumsOfFlows(rollup, `${flows} AND ${flowsOf(rollup)}`));
}

/** Temporary table with the aggregates that are being added to a level. */
const added = 'added_aggregates';

/** Adds aggregates to those of their level, and from them to its groups and pairs. */
function fillLevel(aggregates: Rollup, rows: string): string[] {
  const { level } = aggregates;
  return [
    `CREATE OR REPLACE TEMP TABLE ${added} AS ${rows}`,
    insertInto(aggregates, `FROM ${added}`),
    ...rollupsOf(level, 'groups', 'pairs').map((rollup) =>
      insertInto(rollup, sumsOf(rollup, added, level, hasValues(rollup))),
    ),
    `DROP TABLE temp.${added}`,
  ];
}

function sumsOfFlows({ level, kind, columns }: Rollup, flows: string): string {
  const begun = kind === 'totals' ? 'end_time' : 'coalesce(start_time, end_time)';
  return `
    SELECT ${['end_time // ' + spans[level] + ' AS span', 'scope', ...columns].join(', ')},
      count(*) AS sessions, ${split('request_byte', 'sum(to_s_bytes)')},
      ${split('response_byte', 'sum(to_c_bytes)')}, max(end_time) AS last_time,
      min(${begun}) AS first_time
    FROM flows WHERE ${flows} GROUP BY ALL`;
}

/** The aggregates of a level, those of a condition, as rows of a rollup of the same or longer spans. */
function sumsOf(
  { level, kind, columns }: Rollup,
  from: string,
  fromLevel: Level,
  condition: string,
): string {
  const span = `span // ${spans[level] / spans[fromLevel]} AS span`;
  return `
    SELECT ${[span, 'scope', ...columns, ...addedUp[kind]].join(', ')}
    FROM ${from} WHERE ${condition} GROUP BY ALL`;
}

const sessions = 'sum(sessions)::BIGINT AS sessions';
const groupSums = [
  sessions,
  ...byteSums.map((name) => split(name, addUp(name))),
  'max(last_time) AS last_time',
];
const addedUp: Readonly<Record<RollupKind, readonly string[]>> = {
  totals: [...groupSums, 'min(first_time) AS first_time'],
  aggregates: [...groupSums, 'min(first_time) AS first_time'],
  groups: groupSums,
  pairs: [sessions],
};

function insertInto({ name, columns }: Rollup, rows: string): string {
  const order = ['span', 'scope', ...columns.slice(0, 1)].join(', ');
  return `INSERT INTO ${name} BY NAME ${unseenUntilCommit(`${rows} ORDER BY ${order}`, 'span')}`;
}
