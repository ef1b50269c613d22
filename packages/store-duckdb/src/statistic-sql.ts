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

/** A column of the flows, and how its numbers become the texts of an answer. */
interface Key {
  column: string;
  /** Dictionary that has the texts; without one the number is the text. */
  dictionary?: 'addresses' | 'names';
}

const source: Key = { column: 'src_ip', dictionary: 'addresses' };
const destination: Key = { column: 'dst_ip', dictionary: 'addresses' };
const port: Key = { column: 'dst_port' };
const nameIn = (column: string): Key => ({ column, dictionary: 'names' });

/** What the flows are grouped by. A flow without a value is in no group. */
const keys: Readonly<Record<FlowItem, Key>> = {
  src_ip: source,
  dst_ip: destination,
  dst_port: port,
  protocol: nameIn('protocol'),
  dst_host: nameIn('dst_host'),
  app: nameIn('app'),
  dst_region_name: nameIn('dst_region_name'),
  src_region_name: nameIn('src_region_name'),
  open_port: port,
};

/** What the entries of a nested list are. */
const entries: Readonly<Record<NestedList, Key>> = {
  apps: nameIn('app'),
  ports: port,
  src_ip: source,
  dst_ip: destination,
};

/** What is said of the greatest groups, in ranks: the first `most` entries by a measure. */
interface Detail {
  name: string;
  entry: Key;
  measure: string;
  most: number;
}

/**
 * The greatest groups and their sums, by number and by name: the first of the two steps of an
 * answer. Names decide on ties, so that all groups with as many sessions as the last one are named.
 */
export function topGroups(query: StatisticQuery, item: FlowItem): Statement {
  const { column, dictionary } = keys[item];
  const flows = flowsOf(query, item);
  return {
    sql: `
      WITH groups AS MATERIALIZED (
        SELECT ${column} AS number, count(*) AS sessions, sum(to_s_bytes) AS request_byte,
          sum(to_c_bytes) AS response_byte, max(end_time) AS last_time
        FROM flows WHERE ${flows.sql}
        GROUP BY number
      ),
      contenders AS MATERIALIZED (
        SELECT * FROM groups
        WHERE sessions >= (SELECT list_min(max(sessions, ${query.size})) FROM groups)
      )
      SELECT number, ${nameOf('number', dictionary)} AS key, sessions, request_byte, response_byte,
        last_time, (SELECT count(*) FROM groups) AS total
      FROM ${named('contenders', 'number', dictionary)}
      ORDER BY sessions DESC, request_byte + response_byte DESC, key
      LIMIT ${query.size}`,
    values: flows.values,
  };
}

/** The number of groups alone. */
export function countGroups(query: StatisticQuery, item: FlowItem): Statement {
  const flows = flowsOf(query, item);
  return {
    sql: `SELECT count(DISTINCT ${keys[item].column}) AS total FROM flows WHERE ${flows.sql}`,
    values: flows.values,
  };
}

/**
 * What is said of each of the greatest groups: one row for an entry of a nested list, for the
 * protocol or for the region, in the order of the answer. The second step.
 *
 * @param groups - their numbers
 */
export function groupDetails(
  query: StatisticQuery,
  item: FlowItem,
  groups: readonly number[],
): Statement {
  const details = detailsOf(item);
  const columns = [...new Set(details.map(({ entry }) => entry.column))];
  const { column } = keys[item];
  const flows = flowsOf(query, item);
  return {
    sql: `
      WITH chosen AS MATERIALIZED (
        SELECT ${column} AS number, end_time, ${columns.join(', ')} FROM flows
        WHERE ${flows.sql} AND ${column} IN (${groups.join(', ')})
      ),
      ${details.map(counted).join(',\n')}
      ${details.map(ranked).join('\n UNION ALL\n')}
      ORDER BY detail, number, place`,
    values: flows.values,
  };
}

function detailsOf(item: FlowItem): Detail[] {
  const details: Detail[] = nestedLists[item].map((list) => ({
    name: list,
    entry: entries[list],
    measure: 'count(*)',
    most: nestedSize,
  }));
  const one = (name: string, column: string, measure: string) =>
    details.push({ name, entry: nameIn(column), measure, most: 1 });
  if (item === 'dst_port' || item === 'open_port') one('protocol', 'protocol', 'count(*)');
  if (item === 'src_ip') one('region', 'src_region_name', 'max(end_time)');
  if (item === 'dst_ip') one('region', 'dst_region_name', 'max(end_time)');
  return details;
}

/** The measure of every entry of every group. */
function counted({ name, entry, measure }: Detail): string {
  return `
      of_${name} AS MATERIALIZED (
        SELECT number, ${entry.column} AS entry, ${measure} AS measure
        FROM chosen WHERE ${entry.column} IS NOT NULL GROUP BY ALL
      )`;
}

/**
 * For each group the entries that stand highest, ties by name ascending. Few of the entries can be
 * among them: only those are named and sorted.
 */
function ranked({ name, entry, most }: Detail): string {
  const contenders = `(
        SELECT number, entry, measure
        FROM of_${name} JOIN (
          SELECT number, list_min(max(measure, ${most})) AS least FROM of_${name} GROUP BY number
        ) USING (number)
        WHERE measure >= least
      ) contenders`;
  const text = nameOf('entry', entry.dictionary);
  return `
      SELECT '${name}' AS detail, number, ${text} AS entry, measure,
        row_number() OVER (PARTITION BY number ORDER BY measure DESC, ${text}) AS place
      FROM ${named(contenders, 'entry', entry.dictionary)}
      QUALIFY place <= ${most}`;
}

/** Joins the names to a few rows that have numbers. The dictionary streams by. */
function named(rows: string, column: string, dictionary: Key['dictionary']): string {
  if (dictionary === undefined) return rows;
  const names = `(SELECT number AS named, name FROM ${dictionary})`;
  return `${names} JOIN ${rows} ON named = ${column}`;
}

function nameOf(column: string, dictionary: Key['dictionary']): string {
  return dictionary === undefined ? `${column}::VARCHAR` : 'name';
}

/** Which flows count. */
function flowsOf(query: StatisticQuery, item: FlowItem): Statement {
  const scopes = scopesOf(query, item);
  return {
    sql: `scope IN (SELECT scope FROM scopes WHERE ${scopes.sql})
          AND end_time >= ? AND end_time < ? AND ${keys[item].column} IS NOT NULL`,
    values: [...scopes.values, BigInt(query.window.start), BigInt(query.window.end)],
  };
}

function scopesOf(query: StatisticQuery, item: FlowItem): Statement {
  const conditions = ['fw_instance_id = ?', 'log_type = ?'];
  const values: DuckDBValue[] = [query.fw_instance_id, query.log_type];
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
  if (query.asset_type === 'open_port' || item === 'open_port') conditions.push('opens_port');
  return { sql: conditions.join(' AND '), values };
}
