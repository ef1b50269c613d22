import { addUp, byteColumns, byteSums, carryOf } from '../sql/byte-sum-sql.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { nameOf } from '../schema/name-sql.ts';
import type { Segment } from './plan-window.ts';
import { type Chosen, type QueryPlan, readFrom, within } from './segments-sql.ts';

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

const whole = [
  'sum(sessions) AS all_sessions',
  ...byteSums.map((name) => `sum(${name}) AS all_${name}`),
  'min(first_time) AS all_first_time',
  'max(last_time) AS all_last_time',
  ...['src_ip', 'dst_ip', 'dst_port', 'app'].map(
    (name) => `count(DISTINCT ${name}) AS ${name}_count`,
  ),
].join(', ');

/**
 * The greatest groups of sessions by their names, each row with the sums over all of them. Names
 * decide on ties, so that all that have as many sessions and bytes as the last one are named.
 */
export function topSessions(chosen: Chosen, max: number, plan: QueryPlan): string {
  const found = plan.segments.map((segment) => sessionRowsOf(chosen, segment, plan));
  const names = sessionColumns.map(
    (column) => `${nameOf(`greatest.${column}`, column)} AS ${column}_name`,
  );
  return `
      WITH alike AS MATERIALIZED (
        SELECT ${sessionColumns.join(', ')}, ${sums} FROM (${found.join(' UNION ALL ')}
        ) GROUP BY ALL
      ),
      most AS (
        SELECT * FROM alike WHERE sessions >= (SELECT list_min(max(sessions, ${max})) FROM alike)
      ),
      greatest AS MATERIALIZED (
        SELECT * FROM most
        QUALIFY rank() OVER (ORDER BY sessions DESC, request_byte + response_byte DESC) <= ${max}
      ),
      whole AS (SELECT ${whole} FROM alike)
      SELECT greatest.*, whole.*, ${names.join(', ')}
      FROM greatest, whole
      ORDER BY sessions DESC, request_byte + response_byte DESC,
        ${sessionColumns.map((column) => `${column}_name NULLS FIRST`).join(', ')}
      LIMIT ${max}`;
}
