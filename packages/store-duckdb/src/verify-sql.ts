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

interface Measure {
  aggregate: 'sum' | 'min' | 'max';
  column: string;
  ofFlow: string;
}

const lastTime: Measure = { aggregate: 'max', column: 'last_time', ofFlow: 'end_time' };
const bytes: Measure[] = [
  { aggregate: 'sum', column: 'request_byte', ofFlow: 'to_s_bytes' },
  { aggregate: 'sum', column: 'response_byte', ofFlow: 'to_c_bytes' },
];

/** Every table of the rollups. */
export const rollups: readonly Rollup[] = [
  {
    table: 'totals',
    level: 'parts',
    columns: [],
    measures: [{ aggregate: 'min', column: 'first_time', ofFlow: 'end_time' }, lastTime],
  },
  ...(['parts', 'days'] as const).flatMap((level) => [
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
 * The sums that a rollup and the flows have of one day, side by side, in a table `compared`: the
 * flows as they are, without anything that rolling them up makes on its way.
 *
 * @param through - the flows up to this batch are rolled up
 */
export function compare(rollup: Rollup, day: number, through: number): string {
  const { table, level, columns, measures } = rollup;
  const perDay = spans.days / spans[level];
  const names = columns.map((_, place) => ['key', 'entry'][place]!);
  const keys = ['span', 'scope', ...names];
  const both = measures.map(
    ({ aggregate, column }) => `
      ${aggregate}(${column}) FILTER (rolled) AS ${column}_rolled,
      ${aggregate}(${column}) FILTER (NOT rolled) AS ${column}_counted`,
  );
  const differs = ['sessions', ...measures.map(({ column }) => column)].map(
    (column) => `${column}_rolled IS DISTINCT FROM ${column}_counted`,
  );
  const ofRollup = [...keys, 'sessions', ...measures.map(({ column }) => column)];
  const ofFlows = [
    `end_time // ${spans[level]}`,
    'scope',
    ...columns,
    '1',
    ...measures.map(({ ofFlow }) => ofFlow),
  ];
  return `
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT *, ${differs.join(' OR ')} AS differs
    FROM (
      SELECT ${keys.join(', ')},
      coalesce(sum(sessions) FILTER (rolled), 0) AS sessions_rolled,
      coalesce(sum(sessions) FILTER (NOT rolled), 0) AS sessions_counted,${both.join(',')}
      FROM (
        SELECT true AS rolled, ${ofRollup.join(', ')} FROM ${table}
        WHERE span >= ${day * perDay} AND span < ${(day + 1) * perDay}
        UNION ALL
        SELECT false, ${ofFlows.join(', ')} FROM flows
        WHERE end_time >= ${day * spans.days} AND end_time < ${(day + 1) * spans.days}
          AND batch <= ${through}
          ${columns.map((column) => `AND ${column} IS NOT NULL`).join(' ')}
      )
      GROUP BY ${keys.join(', ')}
    )`;
}

/** How many sums were compared, and how many differ. */
export const countCompared = 'SELECT count(*), count(*) FILTER (differs) FROM compared';

/** The first sums that differ. */
export function firstDifferences({ columns }: Rollup, most: number): string {
  const names = columns.map((_, place) => ['key', 'entry'][place]!);
  const numbers = names.length > 0 ? `[${names.join(', ')}]` : '[]::BIGINT[]';
  return `
    SELECT span, fw_instance_id, log_type, direction, vgw_id, ${numbers} AS numbers,
      sessions_rolled, sessions_counted
    FROM (SELECT * FROM compared WHERE differs ORDER BY ALL LIMIT ${most})
      LEFT JOIN scopes USING (scope)`;
}
