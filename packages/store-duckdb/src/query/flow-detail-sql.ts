import { addUp, byteColumns, byteSums, carryOf } from '../sql/byte-sum-sql.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { nameOf } from '../schema/name-sql.ts';
import { rollupOf } from '../schema/rollup-tables.ts';
import type { Segment } from './plan-window.ts';
import {
  type Chosen,
  detailRowsOf,
  pairRowsOf,
  type QueryPlan,
  readFrom,
  within,
} from './segments-sql.ts';

/** What sessions are told apart by, in the order by which ties are. */
export const sessionColumns = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_name',
  'dst_region_name',
] as const satisfies readonly KeyColumn[];

const measuresOfFlows = `1 AS sessions, to_s_bytes AS request_byte, 0 AS ${carryOf('request_byte')},
          to_c_bytes AS response_byte, 0 AS ${carryOf('response_byte')},
          coalesce(start_time, end_time) AS first_time, end_time AS last_time`;

/** Sessions of a group that come from one segment: flows, or aggregates. */
export function sessionRowsOf(
  { column, groups }: Chosen,
  segment: Segment,
  plan: QueryPlan,
): string {
  const read = readFrom(segment, column);
  const measures =
    segment.from === 'flows'
      ? measuresOfFlows
      : `sessions, ${byteColumns.join(', ')}, first_time, last_time`;
  return `
        SELECT ${sessionColumns.join(', ')}, ${measures}
        FROM ${read.table} WHERE ${within(read.segment, plan)} AND ${column} IN (${groups.join(', ')})`;
}

const sums = [
  'sum(sessions)::BIGINT AS sessions',
  ...byteSums.map((name) => `${addUp(name)} AS ${name}`),
  'min(first_time) AS first_time',
  'max(last_time) AS last_time',
].join(', ');

/** Columns whose distinct values are counted. */
const countedColumns = ['src_ip', 'dst_ip', 'dst_port', 'app'] as const;

/** The sums of all sessions of a group, and how many values its columns have: one row. */
export function wholeGroup(chosen: Chosen, plan: QueryPlan): string {
  const rows = plan.segments.map((segment) => sessionRowsOf(chosen, segment, plan));
  const counts = countedColumns.map((column) => {
    const values = valuesOf(column, chosen, plan);
    const count = column === chosen.column ? '1' : `count(DISTINCT ${column}) FROM (${values})`;
    return `(SELECT ${count}) AS ${column}_count`;
  });
  return `SELECT ${sums}, ${counts.join(', ')} FROM (${rows.join(' UNION ALL ')})`;
}

/** The values that a column has in a group: from pairs, which are few, where there are any. */
function valuesOf(column: KeyColumn, chosen: Chosen, plan: QueryPlan): string {
  const rows = plan.segments.map((segment) => {
    if (segment.from !== 'flows') {
      const pairs = rollupOf(segment.from, 'pairs', chosen.column, column);
      if (pairs) {
        return `SELECT entry AS ${column} FROM (${pairRowsOf(chosen, column, pairs, segment, plan)})`;
      }
    }
    return `SELECT ${column} FROM (${detailRowsOf(chosen, [column], segment, plan)})`;
  });
  return rows.join(' UNION ALL ');
}

/**
 * Sessions fall into buckets by their addresses, in each of which are those of many pairs of them. No
 * group of sessions has more than its bucket.
 */
const bucket = 'hash(src_ip * 65537 + dst_ip) & 1048575';

/** The buckets with the most sessions. */
export function topBuckets(chosen: Chosen, max: number, plan: QueryPlan): string {
  const rows = plan.segments.map((segment) => sessionRowsOf(chosen, segment, plan));
  return `
      SELECT ${bucket} AS bucket, sum(sessions)::BIGINT AS sessions
      FROM (${rows.join(' UNION ALL ')}
      ) GROUP BY bucket ORDER BY sessions DESC LIMIT ${max}`;
}

/**
 * The greatest groups of sessions by their names. Names decide on ties, so that all that have as many
 * sessions and bytes as the last one are named.
 *
 * @param buckets - those that they are in; all when left out
 */
export function topSessions(
  chosen: Chosen,
  max: number,
  plan: QueryPlan,
  buckets?: readonly number[],
): string {
  const found = plan.segments.map((segment) => sessionRowsOf(chosen, segment, plan));
  const inBuckets = buckets === undefined ? '' : `WHERE ${bucket} IN (${buckets.join(', ')})`;
  const names = sessionColumns.map(
    (column) => `${nameOf(`greatest.${column}`, column)} AS ${column}_name`,
  );
  return `
      WITH alike AS MATERIALIZED (
        SELECT ${sessionColumns.join(', ')}, ${sums} FROM (${found.join(' UNION ALL ')}
        ) ${inBuckets} GROUP BY ALL
      ),
      most AS (
        SELECT * FROM alike WHERE sessions >= (SELECT list_min(max(sessions, ${max})) FROM alike)
      ),
      greatest AS MATERIALIZED (
        SELECT * FROM most
        QUALIFY rank() OVER (ORDER BY sessions DESC, request_byte + response_byte DESC) <= ${max}
      )
      SELECT greatest.*, ${names.join(', ')}
      FROM greatest
      ORDER BY sessions DESC, request_byte + response_byte DESC,
        ${sessionColumns.map((column) => `${column}_name NULLS FIRST`).join(', ')}
      LIMIT ${max}`;
}
