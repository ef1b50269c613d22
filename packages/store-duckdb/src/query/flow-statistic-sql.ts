import {
  items,
  listFields,
  type NestedList,
  nestedSize,
  type Said,
  type FlowStatisticQuery,
} from '@cfw-flow/store';
import { addUp, byteSums } from '../sql/byte-sum-sql.ts';
import { type KeyColumn, kindOf, manyValuedColumns } from '../schema/key-columns.ts';
import { aggregatesOf, rollupOf } from '../schema/rollup-tables.ts';
import { named } from '../schema/name-sql.ts';
import type { Segment } from './plan-window.ts';
import {
  type Chosen,
  detailRowsOf,
  groupRows,
  pairRowsOf,
  type QueryPlan,
} from './segments-sql.ts';

/** What is said of each of the greatest groups: the first `max` entries by a measure. */
export interface Detail {
  readonly name: NestedList | Said['name'];
  readonly entry: KeyColumn;
  readonly measure: 'sessions' | 'last_time';
  readonly max: number;
  /** Leaves the group itself out of its entries: they are addresses of the other side. */
  readonly others?: true;
}

/** All that is said of the groups of an item. */
export function detailsOf(item: FlowStatisticQuery['item']): Detail[] {
  const { lists, said, isPeer } = items[item];
  return [
    ...lists.map((name): Detail => ({
      name,
      entry: listFields[name],
      measure: 'sessions',
      max: nestedSize,
      ...(isPeer && kindOf(listFields[name]) === 'address' && { others: true }),
    })),
    ...said.map(({ name, field, by }): Detail => ({ name, entry: field, measure: by, max: 1 })),
  ];
}

const sums = [
  'sum(sessions) AS sessions',
  ...byteSums.map((name) => `${addUp(name)} AS ${name}`),
  'max(last_time) AS last_time',
].join(', ');

/** The same over flows alone: each is a session, and no sum of bytes was carried before. */
const sumsOfFlows = [
  'count(*) AS sessions',
  ...byteSums.map((name) => `sum(${name}) AS ${name}`),
  'max(last_time) AS last_time',
].join(', ');

/**
 * The greatest groups and their sums, by number and by name: the first of the two steps of an
 * answer. Names decide on ties, so that all groups with as many sessions as the last one are named.
 *
 * Rollups of a column of many values are read twice, for the sessions of all groups and for the bytes of
 * the few that have the most: to add up the bytes of all takes longer.
 */
export function topGroups(column: KeyColumn, size: number, plan: QueryPlan): string {
  const rows = groupRows(column, plan);
  const rolledUp = plan.segments.some(({ from }) => from !== 'flows');
  const twice = rolledUp && manyValuedColumns.some((name) => name === column);
  const allSums = rolledUp ? sums : sumsOfFlows;
  const counted = twice ? 'sum(sessions) AS sessions' : allSums;
  const contenders = `,
      contenders AS MATERIALIZED (
        SELECT number, ${sums} FROM (${rows}
        ) SEMI JOIN greatest USING (number) GROUP BY number
      )`;
  return `
      WITH groups AS MATERIALIZED (
        SELECT number, ${counted} FROM (${rows}
        ) GROUP BY number
      ),
      greatest AS MATERIALIZED (
        SELECT * FROM groups
        WHERE sessions >= (SELECT list_min(max(sessions, ${size})) FROM groups)
      )${twice ? contenders : ''}
      SELECT number, name AS key, sessions, request_byte, response_byte, last_time,
        (SELECT count(*) FROM groups) AS total
      FROM ${named(twice ? 'contenders' : 'greatest', 'number', column)}
      ORDER BY sessions DESC, request_byte + response_byte DESC, key
      LIMIT ${size}`;
}

/** The number of groups alone. */
export function countGroups(column: KeyColumn, plan: QueryPlan): string {
  return `SELECT count(DISTINCT number) AS total FROM (${groupRows(column, plan)})`;
}

/** How one segment has the details of the chosen groups. */
export type DetailSource =
  /** In a table for each detail, in their order. */
  | { readonly from: 'pairs'; readonly tables: readonly string[] }
  /** In one table for all of them. */
  | { readonly from: 'rows'; readonly rows: string };

/** Where the details of the chosen groups are read of one segment. */
export function detailSource(
  chosen: Chosen,
  details: readonly Detail[],
  segment: Segment,
  plan: QueryPlan,
): DetailSource {
  const tables: string[] = [];
  if (segment.from !== 'flows') {
    for (const { entry } of details) {
      const table = rollupOf(segment.from, 'pairs', chosen.column, entry);
      if (table) tables.push(pairRowsOf(chosen, entry, table, segment, plan));
    }
    if (tables.length === details.length) return { from: 'pairs', tables };
  }
  const columns = [...new Set(details.map(({ entry }) => entry))];
  return { from: 'rows', rows: detailRowsOf(chosen, columns, segment, plan) };
}

/** The tables that {@link detailSource} reads of a segment. */
export function detailTables(item: FlowStatisticQuery['item'], from: Segment['from']): string[] {
  const { field } = items[item];
  if (from === 'flows') return [from];
  const pairs = detailsOf(item).map(({ entry }) => rollupOf(from, 'pairs', field, entry)?.name);
  const inPairs = pairs.filter((table) => table !== undefined);
  return inPairs.length === pairs.length ? inPairs : [aggregatesOf(from, field).name];
}

/**
 * What is said of each of the greatest groups: one row for an entry of a nested list, for the
 * protocol or for the region, in the order of the answer. The second step.
 */
export function groupDetails(chosen: Chosen, details: readonly Detail[], plan: QueryPlan): string {
  return `
      WITH ${likelyDetails(chosen, details, plan)}
      ${details.map(ranked).join('\n      UNION ALL')}
      ORDER BY detail, number, place`;
}

/**
 * The entries that {@link groupDetails} chooses from, by number and in no order: those that may be
 * among the first by their names. Mostly they are few, and found sooner than they are ranked.
 *
 * @param max - at most so many of all details together
 */
export function likelyEntries(
  chosen: Chosen,
  details: readonly Detail[],
  plan: QueryPlan,
  max: number,
): string {
  const entries = details.map(
    ({ name }) => `
      SELECT '${name}' AS detail, number, entry, measure FROM likely_${name}`,
  );
  return `
      WITH ${likelyDetails(chosen, details, plan)}
      ${entries.join(' UNION ALL')}
      LIMIT ${max}`;
}

/** Common table expressions with the likely entries of each detail. */
function likelyDetails(chosen: Chosen, details: readonly Detail[], plan: QueryPlan): string {
  const sources = plan.segments.map((segment) => detailSource(chosen, details, segment, plan));
  const rows = sources.flatMap((source) => (source.from === 'rows' ? [source.rows] : []));
  const areFlows = plan.segments.every(({ from }) => from === 'flows');
  const tables = details.flatMap((detail, place) => {
    const pairs = sources.flatMap((source) =>
      source.from === 'pairs' ? [source.tables[place]!] : [],
    );
    return [counted(detail, pairs, rows.length > 0, areFlows), contenders(detail)];
  });
  if (rows.length > 0) {
    tables.unshift(`\n      chosen_rows AS MATERIALIZED (${rows.join(' UNION ALL ')}\n      )`);
  }
  return tables.join(',');
}

/** The measure of every entry of every group, from pairs and from the chosen rows. */
function counted(
  { name, entry, measure, others }: Detail,
  pairs: readonly string[],
  hasRows: boolean,
  areFlows: boolean,
): string {
  const rows = [...pairs];
  if (hasRows) {
    rows.push(`
        SELECT number, ${entry} AS entry, ${measure}
        FROM chosen_rows WHERE ${entry} IS NOT NULL`);
  }
  // Flows alone are counted, which is faster than to add up ones.
  const sessions = areFlows ? 'count(*)' : 'sum(sessions)';
  const total = measure === 'sessions' ? sessions : 'max(last_time)';
  return `
      counted_${name} AS MATERIALIZED (
        SELECT number, entry, ${total}::BIGINT AS measure FROM (${rows.join(' UNION ALL ')}
        ) ${others ? 'WHERE entry <> number ' : ''}GROUP BY number, entry
      )`;
}

/** Those entries of each group that may be among the first: few, so that only they are named. */
function contenders({ name, max }: Detail): string {
  return `
      likely_${name} AS MATERIALIZED (
        SELECT number, entry, measure
        FROM counted_${name} JOIN (
          SELECT number, list_min(max(measure, ${max})) AS least
          FROM counted_${name} GROUP BY number
        ) USING (number)
        WHERE measure >= least
      )`;
}

/** For each group the entries that stand highest, ties by name ascending. */
function ranked({ name, entry, max }: Detail): string {
  return `
      SELECT '${name}' AS detail, number, name AS entry, measure,
        row_number() OVER (PARTITION BY number ORDER BY measure DESC, name) AS place
      FROM ${named(`likely_${name}`, 'entry', entry)}
      QUALIFY place <= ${max}`;
}
