import { byteColumns, carryOf } from '../rollups/byte-sum-sql.ts';
import { groupsTable, type KeyColumn, type Pair, pairs, pairsTable } from '../rollups/rollup.ts';
import { type FlowsSegment, isPending, type Segment, type RollupSegment } from './plan.ts';

/*
 * The segments of a window as SQL. Each segment is a SELECT of its own: put into one by OR, they would
 * be found by reading all rows.
 */

/** What an answer is made from. */
export interface Reading {
  /** Where it is read. */
  readonly segments: readonly Segment[];
  /** The scopes whose flows count, at least one. */
  readonly scopes: readonly number[];
}

/** Rows of a number, its sessions, sums of bytes and last time: what adds up to groups. */
export function groupRows(column: KeyColumn, reading: Reading): string {
  return reading.segments
    .map((segment) => groupRowsOf(column, segment, reading))
    .join(' UNION ALL ');
}

/** The rows of {@link groupRows} that come from one segment. */
export function groupRowsOf(column: KeyColumn, segment: Segment, reading: Reading): string {
  if (segment.from !== 'flows') {
    return `
        SELECT key AS number, sessions, ${byteColumns.join(', ')}, last_time
        FROM ${groupsTable(column, segment.from)} WHERE ${within(segment, reading)}`;
  }
  return `
        SELECT ${column} AS number, 1 AS sessions, to_s_bytes AS request_byte,
          0 AS ${carryOf('request_byte')}, to_c_bytes AS response_byte,
          0 AS ${carryOf('response_byte')}, end_time AS last_time
        FROM flows WHERE ${within(segment, reading)} AND ${column} IS NOT NULL`;
}

/** Groups whose details are read: the column that they are of, and their numbers in it. */
export interface Chosen {
  readonly column: KeyColumn;
  readonly groups: readonly number[];
}

/**
 * Rows (number, entry, sessions) or (number, entry, last_time) of the chosen groups that come from
 * one segment of the rollups.
 */
export function pairRowsOf(
  { column, groups }: Chosen,
  entry: KeyColumn,
  measure: 'sessions' | 'last_time',
  segment: RollupSegment,
  reading: Reading,
): string {
  const pair = pairOf(column, entry);
  const [number, other] = pair.key === column ? ['key', 'entry'] : ['entry', 'key'];
  return `
        SELECT ${number} AS number, ${other} AS entry, ${measure}
        FROM ${pairsTable(pair, segment.from)}
        WHERE ${within(segment, reading)} AND ${number} IN (${groups.join(', ')})`;
}

/** The flows of the chosen groups that come from one segment, their groups as `number`. */
export function flowRowsOf(
  { column, groups }: Chosen,
  columns: readonly string[],
  segment: FlowsSegment,
  reading: Reading,
): string {
  return `
        SELECT ${column} AS number, ${columns.join(', ')}
        FROM flows WHERE ${within(segment, reading)} AND ${column} IN (${groups.join(', ')})`;
}

function pairOf(column: KeyColumn, entry: KeyColumn): Pair {
  const found = pairs.find(
    (pair) =>
      (pair.key === column && pair.entry === entry) ||
      (pair.key === entry && pair.entry === column),
  );
  if (!found) throw new Error(`${entry} of ${column} is not rolled up`);
  return found;
}

function within(segment: Segment, { scopes }: Reading): string {
  const time = segment.from === 'flows' ? 'end_time' : 'span';
  const conditions = [
    `${time} >= ${segment.start} AND ${time} < ${segment.end}`,
    `scope IN (${scopes.join(', ')})`,
  ];
  if (isPending(segment)) conditions.unshift(`batch > ${segment.after}`);
  return conditions.join(' AND ');
}
