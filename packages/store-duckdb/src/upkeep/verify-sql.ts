import { addUp } from '../sql/byte-sum-sql.ts';
import { isFlagged } from '../rollup/roll-up-sql.ts';
import type { Rolled } from '../schema/rolled.ts';
import { flaggedColumns, type KeyColumn, keyColumns } from '../schema/key-columns.ts';
import {
  dailyTables,
  hourlyFlaggedTable,
  hourlyTable,
  type Level,
  spans,
  totalsTables,
} from '../schema/rollup-tables.ts';

/** A table of the rollups, and how its rows are made from flows. */
export interface Rollup {
  table: string;
  level: Level;
  /** Columns of the flows by which its rows are told apart. */
  columns: readonly KeyColumn[];
  /** Condition of the flows that it has. */
  flows: string;
  /** What it keeps beside the sessions, from its columns and from those of the flows. */
  measures: readonly Measure[];
}

/** Days, numbered from 1970 UTC, the end exclusive. */
export interface Days {
  first: number;
  end: number;
}

interface Measure {
  name: string;
  /** The measure as the rollup has it. */
  rolledUp: string;
  /** The measure as the flows have it. */
  counted: string;
}

const lastTime: Measure = {
  name: 'last_time',
  rolledUp: 'max(last_time)',
  counted: 'max(end_time)',
};
const firstTime = (counted: string): Measure => ({
  name: 'first_time',
  rolledUp: 'min(first_time)',
  counted,
});
const bytes: Measure[] = [
  { name: 'request_byte', rolledUp: addUp('request_byte'), counted: 'sum(to_s_bytes)' },
  { name: 'response_byte', rolledUp: addUp('response_byte'), counted: 'sum(to_c_bytes)' },
];

/** Every table of the rollups. */
export const rollups: readonly Rollup[] = [
  ...(['minutes', 'hours'] as const).map((level) => ({
    table: totalsTables[level],
    level,
    columns: [],
    flows: 'true',
    measures: [...bytes, firstTime('min(end_time)'), lastTime],
  })),
  {
    table: hourlyTable,
    level: 'hours',
    columns: keyColumns,
    flows: 'true',
    measures: [...bytes, firstTime('min(coalesce(start_time, end_time))'), lastTime],
  },
  {
    table: hourlyFlaggedTable,
    level: 'hours',
    columns: flaggedColumns,
    flows: isFlagged,
    measures: [...bytes, lastTime],
  },
  ...dailyTables.map(({ name, columns, isOfGroups }) => ({
    table: name,
    level: 'days' as const,
    columns,
    flows: columns.map((column) => `${column} IS NOT NULL`).join(' AND '),
    measures: isOfGroups ? [...bytes, lastTime] : [],
  })),
];

/** Stands for the value of a flow that has none, beside the numbers of values, which are not negative. */
export const noValue = -1;

/** How many flows every day has, and which days the rollups have: (day, flows), by day. */
export const listDays = `
  SELECT day, sum(flows) AS flows
  FROM (
    SELECT end_time // ${spans.days} AS day, 1 AS flows FROM flows
    ${rollups
      .map(
        ({ table, level }) => `
    UNION ALL SELECT DISTINCT span // ${spans.days / spans[level]}, 0 FROM ${table}`,
      )
      .join('')}
  )
  GROUP BY day ORDER BY day`;

/**
 * The sums that a rollup and the flows have of some days, side by side, in a table `compared`: the
 * flows as they are, without anything that rolling them up makes on its way.
 *
 * @param rolled - how far the rollups are
 */
export function compare(rollup: Rollup, { first, end }: Days, rolled: Rolled): string {
  const { table, level, columns, measures } = rollup;
  const perDay = spans.days / spans[level];
  const keys = ['span', 'scope', ...namesOf(rollup)].join(', ');
  const numbers = columns.map((column) => `, coalesce(${column}, ${noValue}) AS ${nameOf(column)}`);
  const before = level === 'days' ? `AND end_time < ${rolled.hoursBefore * spans.hours}` : '';
  const differs = ['sessions', ...measures.map(({ name }) => name)].map(
    (name) => `r.${name} IS DISTINCT FROM f.${name}`,
  );
  return `
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT ${keys}, coalesce(r.sessions, 0) AS rolled_up, coalesce(f.sessions, 0) AS counted,
      ${differs.join(' OR ')} AS differs
    FROM (
      SELECT span, scope${numbers.join('')}, sum(sessions) AS sessions
        ${measures.map(({ name, rolledUp }) => `, ${rolledUp} AS ${name}`).join('')}
      FROM ${table}
      WHERE span >= ${first * perDay} AND span < ${end * perDay}
      GROUP BY ${keys}
    ) r
    FULL JOIN (
      SELECT end_time // ${spans[level]} AS span, scope${numbers.join('')}, count(*) AS sessions
        ${measures.map(({ name, counted }) => `, ${counted} AS ${name}`).join('')}
      FROM flows
      WHERE batch <= ${rolled.watermark} AND ${rollup.flows}
        AND end_time >= ${first * spans.days} AND end_time < ${end * spans.days} ${before}
      GROUP BY ${keys}
    ) f USING (${keys})`;
}

/** How many sums were compared, and how many differ. */
export const countCompared = 'SELECT count(*), count(*) FILTER (differs) FROM compared';

/** The first sums that differ. */
export function firstDifferences(rollup: Rollup, max: number): string {
  return `
    SELECT span, fw_instance_id, log_type, direction, vgw_id,
      [${namesOf(rollup).join(', ')}]::BIGINT[] AS numbers, rolled_up, counted
    FROM (SELECT * FROM compared WHERE differs ORDER BY ALL LIMIT ${max})
      LEFT JOIN scopes USING (scope)`;
}

function namesOf({ columns }: Rollup): string[] {
  return columns.map(nameOf);
}

/** Another name than the column's, which stands for the column alone in a condition. */
function nameOf(column: KeyColumn): string {
  return `number_of_${column}`;
}
