import type { Connection } from '../database/connection.ts';
import { spans } from './rollup-tables.ts';

/** A day that has flows. */
export interface DayOfFlows {
  /** Numbered from 1970 UTC. */
  day: number;
  flows: number;
}

/** The days that have flows, in their order. */
export async function daysOfFlows(connection: Connection): Promise<DayOfFlows[]> {
  const reader = await connection.runAndReadAll(
    `SELECT end_time // ${spans.days} AS day, count(*) FROM flows GROUP BY day ORDER BY day`,
  );
  return reader.getRows().map(([day, flows]) => ({ day: Number(day), flows: Number(flows) }));
}

/** Condition of the flows of a day, numbered from 1970 UTC. */
export function endedOn(day: number): string {
  return `end_time >= ${day * spans.days} AND end_time < ${(day + 1) * spans.days}`;
}
