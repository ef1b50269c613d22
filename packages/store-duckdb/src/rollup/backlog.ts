import type { Connection } from '../database/connection.ts';
import { portions } from './portions.ts';
import { readRolled } from '../schema/rolled.ts';
import { spans } from '../schema/rollup-tables.ts';

/** Flows that came together and are not in the rollups yet. */
export interface PendingBatch {
  batch: number;
  flows: number;
  /** Earliest and latest `end_time`, milliseconds since 1970 UTC. */
  firstTime: number;
  lastTime: number;
}

/** When flows are rolled up, and how many at a time. */
export interface Pace {
  /** Flows that have to come before it is looked again what waits: a look reads all that waits. */
  look: number;
  /** Flows that have to wait before an hour that is over is rolled up. */
  min: number;
  /** Flows that may wait at most, and that are rolled up in one step. */
  max: number;
}

/** Flows are rolled up by the hour, when there are enough to make it worth while. */
export const usualPace: Pace = { look: 50_000, min: 100_000, max: 1_000_000 };

/** What waits to be rolled up, in the order in which it came. */
export async function readBacklog(connection: Connection): Promise<PendingBatch[]> {
  const { watermark } = await readRolled(connection);
  const reader = await connection.runAndReadAll(`
    SELECT batch, count(*), min(end_time), max(end_time)
    FROM flows WHERE batch > ${watermark} GROUP BY batch ORDER BY batch`);
  return reader.getRows().map((row) => {
    const [batch, flows, firstTime, lastTime] = row.map(Number) as [number, number, number, number];
    return { batch, flows, firstTime, lastTime };
  });
}

/** How many flows wait. */
function flowsIn(backlog: readonly PendingBatch[]): number {
  return backlog.reduce((sum, { flows }) => sum + flows, 0);
}

/**
 * The batches to roll up next; none when it is too early. Few flows are read faster than they are
 * rolled up, and an hour that is rolled up while it lasts takes more room.
 */
export function nextStep(backlog: readonly PendingBatch[], pace: Pace): readonly PendingBatch[] {
  const pending = flowsIn(backlog);
  const late = pending >= pace.max;
  if (!late && !(pending >= pace.min && holdsEndedHour(backlog))) return [];
  return firstBatches(backlog, pace.max);
}

/** The first batches with as many flows as may be in a step, at least one batch. */
export function firstBatches(
  backlog: readonly PendingBatch[],
  max: number,
): readonly PendingBatch[] {
  return portions(backlog, max)[0] ?? [];
}

function holdsEndedHour(backlog: readonly PendingBatch[]): boolean {
  const hour = (time: number) => Math.floor(time / spans.hours);
  const first = Math.min(...backlog.map(({ firstTime }) => hour(firstTime)));
  return backlog.some(({ lastTime }) => hour(lastTime) > first);
}
