import { byteColumns } from './byte-sum-sql.ts';

/*
 * The rollups: what the flows of a span come to, kept ready by key. A span is an hour or a day; each
 * has the same tables.
 *
 * Rows add up. One key may have several rows in one span: a flow that comes late is one more.
 */

/** Columns of the flows by which answers group. */
export const keyColumns = [
  'src_ip',
  'dst_ip',
  'dst_host',
  'app',
  'dst_port',
  'protocol',
  'src_region_name',
  'dst_region_name',
  'risk_ip',
  'risk_host',
] as const;

/** Columns of the flows that are only said of the groups of others. */
export const tagColumns = ['risk_ip_region', 'risk_ip_list', 'risk_host_list'] as const;

/** A column by which answers group or list. */
export type KeyColumn = (typeof keyColumns)[number] | (typeof tagColumns)[number];

/** Tells whether only flows that a threat list flags have a value in a column. */
export function isOfRisk(column: KeyColumn): boolean {
  return column.startsWith('risk_');
}

/** What is listed of what: the entries `entry` of the groups of `key`, or the other way round. */
export interface Pair {
  /** The column with more values. */
  readonly key: KeyColumn;
  readonly entry: KeyColumn;
  /** Whether the last time is kept beside the sessions. */
  readonly last: boolean;
}

const pair = (key: KeyColumn, entry: KeyColumn): Pair => ({ key, entry, last: false });
const latest = (key: KeyColumn, entry: KeyColumn): Pair => ({ key, entry, last: true });

/** Every pair that an answer lists. A region and the lists are told by the latest flow. */
export const pairs: readonly Pair[] = [
  pair('src_ip', 'app'),
  pair('src_ip', 'dst_port'),
  pair('src_ip', 'dst_ip'),
  latest('src_ip', 'src_region_name'),
  pair('dst_ip', 'app'),
  pair('dst_ip', 'dst_port'),
  latest('dst_ip', 'dst_region_name'),
  pair('dst_host', 'app'),
  pair('dst_host', 'dst_port'),
  pair('dst_host', 'src_ip'),
  pair('dst_host', 'dst_ip'),
  pair('app', 'dst_port'),
  pair('protocol', 'app'),
  pair('dst_port', 'protocol'),
  pair('src_region_name', 'app'),
  pair('src_region_name', 'dst_port'),
  pair('dst_region_name', 'app'),
  pair('dst_region_name', 'dst_port'),
  pair('risk_ip', 'app'),
  pair('risk_ip', 'dst_port'),
  pair('risk_ip', 'src_ip'),
  pair('risk_ip', 'dst_ip'),
  latest('risk_ip', 'risk_ip_region'),
  latest('risk_ip', 'risk_ip_list'),
  pair('risk_host', 'app'),
  pair('risk_host', 'dst_port'),
  pair('risk_host', 'src_ip'),
  pair('risk_host', 'dst_ip'),
  latest('risk_host', 'risk_host_list'),
];

/** Spans of time that flows are rolled up by. */
export type Level = 'hours' | 'days';

/** Lengths of the spans, in milliseconds. Spans are numbered from 1970 UTC. */
export const spans: Readonly<Record<Level, number>> = { hours: 3_600_000, days: 86_400_000 };

/** Hours in a day. */
export const hoursOfDay = spans.days / spans.hours;

/** Table with the sums of each group of a column, one of {@link keyColumns}. */
export function groupsTable(column: KeyColumn, level: Level): string {
  return `groups_${column}_${level}`;
}

/** Table with the sessions of each pair. */
export function pairsTable({ key, entry }: Pair, level: Level): string {
  return `pairs_${key}_${entry}_${level}`;
}

/** All tables of a level. */
export function rollupTables(level: Level): string[] {
  return [
    ...keyColumns.map((column) => groupsTable(column, level)),
    ...pairs.map((pair) => pairsTable(pair, level)),
  ];
}

/** Creates the tables of a level. */
export function createRollups(level: Level): string {
  const groups = keyColumns.map(
    (column) => `
  CREATE TABLE ${groupsTable(column, level)} (
    span INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    key BIGINT NOT NULL,
    sessions BIGINT NOT NULL,
    ${byteColumns.map((column) => `${column} BIGINT NOT NULL`).join(',\n    ')},
    last_time BIGINT NOT NULL
  );`,
  );
  const listed = pairs.map(
    (pair) => `
  CREATE TABLE ${pairsTable(pair, level)} (
    span INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    key BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    sessions BIGINT NOT NULL${pair.last ? ',\n    last_time BIGINT NOT NULL' : ''}
  );`,
  );
  return [...groups, ...listed].join('');
}
