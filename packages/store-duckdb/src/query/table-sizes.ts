import type { TimeWindow } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { rows as rowsOf } from '../database/rows.ts';
import { readRolled, type Rolled } from '../schema/rolled.ts';
import { totalsTables } from '../schema/rollup-tables.ts';
import { isPending, type Segment } from './plan-window.ts';

/** How many rows the tables have, and which time they are of. */
export interface TableSizes {
  /** Rows of each table. */
  readonly rows: ReadonlyMap<string, number>;
  /** Flows that are not rolled up yet, the recent ones apart. */
  readonly pending: { readonly older: number; readonly recent: number };
  /** From the first flow to the last one, milliseconds since 1970 UTC; empty without flows. */
  readonly time: TimeWindow;
  readonly rolled: Rolled;
}

/** Reads how large the tables are, from what the database knows of them: no more than a few rows. */
export async function readTableSizes(connection: Connection): Promise<TableSizes> {
  const rolled = await readRolled(connection);
  const tables = await rowsOf(connection, 'SELECT table_name, estimated_size FROM duckdb_tables()');
  const [held = {}] = await rowsOf(connection, heldBeside(rolled));
  return {
    rows: new Map(tables.map((row) => [String(row['table_name']), Number(row['estimated_size'])])),
    pending: { older: Number(held['older']), recent: Number(held['recent']) },
    time: { start: Number(held['start']), end: Number(held['end']) },
    rolled,
  };
}

/** From when to when flows are held, and how many of them wait to be rolled up. */
function heldBeside({ watermark, recentWatermark, recentFrom }: Rolled): string {
  return `
    SELECT coalesce(min(first_time), 0) AS start, coalesce(max(last_time) + 1, 0) AS "end",
      sum(older)::BIGINT AS older, sum(recent)::BIGINT AS recent
    FROM (
      SELECT first_time, last_time, 0 AS older, 0 AS recent FROM ${totalsTables.hours}
      UNION ALL
      SELECT min(end_time), max(end_time), count(*) FILTER (end_time < ${recentFrom}),
        count(*) FILTER (end_time >= ${recentFrom} AND batch > ${recentWatermark})
      FROM flows WHERE batch > ${watermark}
    )`;
}

/**
 * About how many rows segments are read from, as if all time had as many.
 *
 * @param tables - those that are read of a segment, more than once those that are read more than once
 */
export function estimateRows(
  segments: readonly Segment[],
  tables: (from: Segment['from']) => readonly string[],
  { rows, pending, time, rolled }: TableSizes,
): number {
  const recent = { start: Math.max(time.start, rolled.recentFrom), end: time.end };
  const heldIn = (from: Segment['from']) => (from === 'ten-minutes' ? recent : time);
  return segments.reduce((sum, segment) => {
    const isRecent = segment.start >= rolled.recentFrom;
    if (isPending(segment)) return sum + (isRecent ? pending.recent : pending.older);
    const read = tables(segment.from).map((table) => rows.get(table) ?? 0);
    return sum + read.reduce((all, one) => all + one, 0) * shareOf(segment, heldIn(segment.from));
  }, 0);
}

/** How much of a time a segment has, 0 to 1. */
function shareOf({ start, end }: TimeWindow, time: TimeWindow): number {
  const common = Math.min(end, time.end) - Math.max(start, time.start);
  return common <= 0 ? 0 : common / (time.end - time.start);
}
