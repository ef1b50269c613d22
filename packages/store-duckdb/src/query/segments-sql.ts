import { byteColumns, carryOf } from '../sql/byte-sum-sql.ts';
import { type KeyColumn } from '../schema/key-columns.ts';
import { dailyGroupsOf, type DailyTable, hourlyTableOf, spans } from '../schema/rollup-tables.ts';
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
  const daily = segment.from === 'days' ? dailyGroupsOf(column) : undefined;
  const [table, span] = daily ? [daily.name, segment] : [hourlyTableOf(column), inHours(segment)];
  return `
        SELECT ${column} AS number, sessions, ${byteColumns.join(', ')}, last_time
        FROM ${table} WHERE ${within(span, plan)} AND ${column} IS NOT NULL`;
}

/** The table that {@link groupRowsOf} reads of a segment. */
export function groupTable(column: KeyColumn, from: Segment['from']): string {
  if (from === 'flows') return 'flows';
  const daily = from === 'days' ? dailyGroupsOf(column) : undefined;
  return daily?.name ?? hourlyTableOf(column);
}

/** Groups whose details are read: the column that they are of, and their numbers in it. */
export interface Chosen {
  readonly column: KeyColumn;
  readonly groups: readonly number[];
}

/** Rows (number, entry, sessions) of the chosen groups that come from a daily table of pairs. */
export function pairRowsOf(
  { column, groups }: Chosen,
  entry: KeyColumn,
  table: DailyTable,
  days: RollupSegment,
  plan: QueryPlan,
): string {
  return `
        SELECT ${column} AS number, ${entry} AS entry, sessions
        FROM ${table.name}
        WHERE ${within(days, plan)} AND ${column} IN (${groups.join(', ')})`;
}

/**
 * The flows of the chosen groups that come from one segment, or their hourly aggregates: their groups
 * as `number`, with their sessions and last time.
 */
export function detailRowsOf(
  { column, groups }: Chosen,
  columns: readonly string[],
  segment: Segment,
  plan: QueryPlan,
): string {
  const [table, span, measures] =
    segment.from === 'flows'
      ? ['flows', segment, '1 AS sessions, end_time AS last_time']
      : [hourlyTableOf(column), inHours(segment), 'sessions, last_time'];
  return `
        SELECT ${column} AS number, ${measures}${columns.map((name) => `, ${name}`).join('')}
        FROM ${table} WHERE ${within(span, plan)} AND ${column} IN (${groups.join(', ')})`;
}

/** The same flows, read from hourly aggregates. */
function inHours(segment: RollupSegment): RollupSegment {
  return { ...segment, from: 'hours' };
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
