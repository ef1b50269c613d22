import { addUp } from './byte-sum-sql.ts';
import {
  groupsTable,
  type KeyColumn,
  keyColumns,
  type Level,
  pairs,
  pairsTable,
  spans,
} from './rollup.ts';

/** A table of the rollups, and how its rows are made from flows. */
export interface Rollup {
  table: string;
  level: Level;
  /** Columns of the flows that are its `key` and, with pairs, its `entry`. */
  columns: readonly KeyColumn[];
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
const bytes: Measure[] = [
  { name: 'request_byte', rolledUp: addUp('request_byte'), counted: 'sum(to_s_bytes)' },
  { name: 'response_byte', rolledUp: addUp('response_byte'), counted: 'sum(to_c_bytes)' },
];

/** Every table of the rollups. */
export const rollups: readonly Rollup[] = [
  {
    table: 'totals',
    level: 'hours',
    columns: [],
    measures: [
      { name: 'first_time', rolledUp: 'min(first_time)', counted: 'min(end_time)' },
      lastTime,
    ],
  },
  ...(['hours', 'days'] as const).flatMap((level) => [
    ...keyColumns.map((column) => ({
      table: groupsTable(column, level),
      level,
      columns: [column],
      measures: [...bytes, lastTime],
    })),
    ...pairs.map((pair) => ({
      table: pairsTable(pair, level),
      level,
      columns: [pair.key, pair.entry],
      measures: pair.last ? [lastTime] : [],
    })),
  ]),
];

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
 * @param through - the flows up to this batch are rolled up
 */
export function compare(rollup: Rollup, { first, end }: Days, through: number): string {
  const { table, level, columns, measures } = rollup;
  const perDay = spans.days / spans[level];
  const names = namesOf(rollup);
  const keys = ['span', 'scope', ...names].join(', ');
  const differs = ['sessions', ...measures.map(({ name }) => name)].map(
    (name) => `r.${name} IS DISTINCT FROM f.${name}`,
  );
  return `
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT ${keys}, coalesce(r.sessions, 0) AS rolled_up, coalesce(f.sessions, 0) AS counted,
      ${differs.join(' OR ')} AS differs
    FROM (
      SELECT ${keys}, sum(sessions) AS sessions
        ${measures.map(({ name, rolledUp }) => `, ${rolledUp} AS ${name}`).join('')}
      FROM ${table}
      WHERE span >= ${first * perDay} AND span < ${end * perDay}
      GROUP BY ${keys}
    ) r
    FULL JOIN (
      SELECT end_time // ${spans[level]} AS span, scope
        ${columns.map((column, place) => `, ${column} AS ${names[place]}`).join('')},
        count(*) AS sessions${measures.map(({ name, counted }) => `, ${counted} AS ${name}`).join('')}
      FROM flows
      WHERE batch <= ${through}
        AND end_time >= ${first * spans.days} AND end_time < ${end * spans.days}
        ${columns.map((column) => `AND ${column} IS NOT NULL`).join(' ')}
      GROUP BY ${keys}
    ) f USING (${keys})`;
}

/** How many sums were compared, and how many differ. */
export const countCompared = 'SELECT count(*), count(*) FILTER (differs) FROM compared';

/** The first sums that differ. */
export function firstDifferences(rollup: Rollup, most: number): string {
  return `
    SELECT span, fw_instance_id, log_type, direction, vgw_id,
      [${namesOf(rollup).join(', ')}]::BIGINT[] AS numbers, rolled_up, counted
    FROM (SELECT * FROM compared WHERE differs ORDER BY ALL LIMIT ${most})
      LEFT JOIN scopes USING (scope)`;
}

function namesOf({ columns }: Rollup): string[] {
  return ['key', 'entry'].slice(0, columns.length);
}
