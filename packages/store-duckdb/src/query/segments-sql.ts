import { byteColumns, carryOf } from '../sql/byte-sum-sql.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { aggregatesOf, type Level, type Rollup, rollupOf, spans } from '../schema/rollup-tables.ts';
import { isPending, type RollupSegment, type Segment } from './plan-window.ts';

/*
 * The segments of a window as SQL. Each segment is a SELECT of its own: put into one by OR, they would
 * be found by reading all rows.
 */

/** What an answer is made from. */
export interface QueryPlan {
  /** Where it is read. */
  readonly segments: readonly Segment[];
  /** The scopes whose flows count, at least one. */
  readonly scopes: readonly number[];
}

/** Rows of a number, its sessions, sums of bytes and last time: what adds up to groups. */
export function groupRows(column: KeyColumn, plan: QueryPlan): string {
  return plan.segments.map((segment) => groupRowsOf(column, segment, plan)).join(' UNION ALL ');
}

/** The rows of {@link groupRows} that come from one segment. */
export function groupRowsOf(column: KeyColumn, segment: Segment, plan: QueryPlan): string {
  if (segment.from === 'flows') {
    return `
        SELECT ${column} AS number, 1 AS sessions, to_s_bytes AS request_byte,
          0 AS ${carryOf('request_byte')}, to_c_bytes AS response_byte,
          0 AS ${carryOf('response_byte')}, end_time AS last_time
        FROM flows WHERE ${within(segment, plan)} AND ${column} IS NOT NULL`;
  }
  const { name, level } = groupsOf(column, segment.from);
  return `
        SELECT ${column} AS number, sessions, ${byteColumns.join(', ')}, last_time
        FROM ${name} WHERE ${within({ ...segment, from: level }, plan)} AND ${column} IS NOT NULL`;
}

/** The table that {@link groupRowsOf} reads of a segment. */
export function groupTable(column: KeyColumn, from: Segment['from']): string {
  return from === 'flows' ? from : groupsOf(column, from).name;
}

function groupsOf(column: KeyColumn, level: Level): Rollup {
  return rollupOf(level, 'groups', column) ?? aggregatesOf(level, column);
}

/** Groups whose details are read: the column that they are of, and their numbers in it. */
export interface Chosen {
  readonly column: KeyColumn;
  readonly groups: readonly number[];
}

/** Rows (number, entry, sessions) of the chosen groups that come from a table of pairs. */
export function pairRowsOf(
  { column, groups }: Chosen,
  entry: KeyColumn,
  table: Rollup,
  segment: RollupSegment,
  plan: QueryPlan,
): string {
  return `
        SELECT ${column} AS number, ${entry} AS entry, sessions
        FROM ${table.name}
        WHERE ${within(segment, plan)} AND ${column} IN (${groups.join(', ')})`;
}

/**
 * The flows of the chosen groups that come from one segment, or their aggregates: their groups
 * as `number`, with their sessions and last time.
 */
export function detailRowsOf(
  { column, groups }: Chosen,
  columns: readonly string[],
  segment: Segment,
  plan: QueryPlan,
): string {
  const isOfFlows = segment.from === 'flows';
  const measures = isOfFlows ? '1 AS sessions, end_time AS last_time' : 'sessions, last_time';
  const read = readFrom(segment, column);
  return `
        SELECT ${column} AS number, ${measures}${columns.map((name) => `, ${name}`).join('')}
        FROM ${read.table} WHERE ${within(read.segment, plan)} AND ${column} IN (${groups.join(', ')})`;
}

/** The flows, or the aggregates that have a column, and the segment as it is read from there. */
export function readFrom(
  segment: Segment,
  column: KeyColumn,
): { readonly table: string; readonly segment: Segment } {
  if (segment.from === 'flows') return { table: 'flows', segment };
  const { name, level } = aggregatesOf(segment.from, column);
  return { table: name, segment: { ...segment, from: level } };
}

/** Condition of the rows of a segment: its time, and the scopes. */
export function within(segment: Segment, { scopes }: QueryPlan): string {
  const conditions = [timeOf(segment), `scope IN (${scopes.join(', ')})`];
  if (isPending(segment)) conditions.unshift(`batch > ${segment.after}`);
  return conditions.join(' AND ');
}

function timeOf({ from, start, end }: Segment): string {
  if (from === 'flows') return `end_time >= ${start} AND end_time < ${end}`;
  const length = spans[from];
  return `span >= ${start / length} AND span < ${Math.ceil(end / length)}`;
}
