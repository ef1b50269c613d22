import {
  type FlowItem,
  nestedLists,
  nestedSize,
  type NestedList,
  type StatisticQuery,
} from '@cfw-flow/store';
import type { DuckDBValue } from '@duckdb/node-api';

/** A statement and the values of its `?` places, in their order. */
export interface Statement {
  sql: string;
  values: DuckDBValue[];
}

/** The flows of open ports: inbound sessions that got an answer. */
const opensPort = `direction = 'out2in' AND to_c_bytes > 0`;

/** What the flows are grouped by. A flow without a value is in no group. */
const keys: Readonly<Record<FlowItem, string>> = {
  src_ip: 'src_ip',
  dst_ip: 'dst_ip',
  dst_port: 'dst_port::VARCHAR',
  protocol: 'protocol',
  dst_host: 'dst_host',
  app: 'app',
  dst_region_name: 'dst_region_name',
  src_region_name: 'src_region_name',
  open_port: 'dst_port::VARCHAR',
};

/** What the entries of a nested list are. */
const entries: Readonly<Record<NestedList, string>> = {
  apps: 'app',
  ports: 'dst_port::VARCHAR',
  src_ip: 'src_ip',
  dst_ip: 'dst_ip',
};

/** The greatest groups and their sums: the first of the two steps of an answer. */
export function topGroups(query: StatisticQuery, item: FlowItem): Statement {
  const scope = scopeOf(query, item);
  return {
    sql: `
      SELECT ${keys[item]} AS key, count(*) AS sessions,
        sum(to_s_bytes) AS request_byte, sum(to_c_bytes) AS response_byte,
        max(end_time) AS last_time, count(*) OVER () AS total
      FROM flows WHERE ${scope.sql}
      GROUP BY key
      ORDER BY sessions DESC, request_byte + response_byte DESC, key
      LIMIT ${query.size}`,
    values: scope.values,
  };
}

/** The number of groups alone. */
export function countGroups(query: StatisticQuery, item: FlowItem): Statement {
  const scope = scopeOf(query, item);
  return {
    sql: `SELECT count(DISTINCT ${keys[item]}) AS total FROM flows WHERE ${scope.sql}`,
    values: scope.values,
  };
}

/**
 * What is said of each of the greatest groups: one row for an entry of a nested list, for the
 * protocol or for the region, in the order of the answer. The second step.
 */
export function groupDetails(
  query: StatisticQuery,
  item: FlowItem,
  groups: readonly string[],
): Statement {
  const scope = scopeOf(query, item);
  const details = nestedLists[item].map((list) =>
    ranked(list, entries[list], 'count(*)', nestedSize),
  );
  if (item === 'dst_port' || item === 'open_port') {
    details.push(ranked('protocol', 'protocol', 'count(*)', 1));
  }
  if (item === 'src_ip') details.push(ranked('region', 'src_region_name', 'max(end_time)', 1));
  if (item === 'dst_ip') details.push(ranked('region', 'dst_region_name', 'max(end_time)', 1));
  return {
    sql: `
      WITH scope AS (
        SELECT ${keys[item]} AS key, * FROM flows
        WHERE ${scope.sql} AND ${keys[item]} IN (${groups.map(() => '?').join(', ')})
      )
      ${details.join('\n      UNION ALL\n')}
      ORDER BY detail, key, place`,
    values: [...scope.values, ...groups],
  };
}

/** For each group the entries that stand highest by a measure, ties by entry ascending. */
function ranked(detail: string, entry: string, measure: string, most: number): string {
  return `
      SELECT '${detail}' AS detail, key, entry, measure,
        row_number() OVER (PARTITION BY key ORDER BY measure DESC, entry) AS place
      FROM (
        SELECT key, ${entry} AS entry, ${measure} AS measure
        FROM scope WHERE ${entry} IS NOT NULL GROUP BY ALL
      )
      QUALIFY place <= ${most}`;
}

/** Which flows count. */
function scopeOf(query: StatisticQuery, item: FlowItem): Statement {
  const conditions = [
    'fw_instance_id = ?',
    'log_type = ?',
    'end_time >= ?',
    'end_time < ?',
    `${keys[item]} IS NOT NULL`,
  ];
  const values: DuckDBValue[] = [
    query.fw_instance_id,
    query.log_type,
    BigInt(query.window.start),
    BigInt(query.window.end),
  ];
  if (item === 'open_port') conditions.push(opensPort);
  if (query.direction) {
    conditions.push('direction = ?');
    values.push(query.direction);
  }
  if (query.vgw_id) {
    conditions.push(`vgw_id IN (${query.vgw_id.map(() => '?').join(', ')})`);
    values.push(...query.vgw_id);
  }
  if (query.asset_type === 'public') conditions.push('NOT asset_is_private');
  if (query.asset_type === 'private') conditions.push('asset_is_private');
  if (query.asset_type === 'open_port') conditions.push(opensPort);
  return { sql: conditions.join(' AND '), values };
}
