import type { Connection } from '../database/connection.ts';
import { portions } from './portions.ts';
import { type Level, spans } from '../schema/rollup-tables.ts';

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
  /** The time, in milliseconds since 1970 UTC; that of the machine when left out. */
  now?: () => number;
  /** Flows that have to come before it is looked again what waits: a look reads all that waits. */
  look: number;
  /** Flows that have to wait before a span that is over is rolled up. */
  min: number;
  /** Flows that may wait at most, and that are rolled up in one step. */
  max: number;
}

/** Flows are rolled up by the span, when there are enough to make it worth while. */
export const usualPace: Pace = { look: 50_000, min: 100_000, max: 1_000_000 };

/** What came after a batch, in the order in which it came. */
export async function readBacklog(
  connection: Connection,
  watermark: number,
): Promise<PendingBatch[]> {
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
 * The batches to roll up next by the spans of a level; none when it is too early. Few flows are read
 * faster than they are rolled up, and a span that is rolled up while it lasts takes more room.
 */
export function nextStep(
  backlog: readonly PendingBatch[],
  level: Level,
  pace: Pace,
): readonly PendingBatch[] {
  const pending = flowsIn(backlog);
  const late = pending >= pace.max;
  if (!late && !(pending >= pace.min && holdsEndedSpan(backlog, spans[level]))) return [];
  return firstBatches(backlog, pace.max);
}

/** The first batches with as many flows as may be in a step, at least one batch. */
export function firstBatches(
  backlog: readonly PendingBatch[],
  max: number,
): readonly PendingBatch[] {
  return portions(backlog, max)[0] ?? [];
}

function holdsEndedSpan(backlog: readonly PendingBatch[], length: number): boolean {
  const span = (time: number) => Math.floor(time / length);
  const first = Math.min(...backlog.map(({ firstTime }) => span(firstTime)));
  return backlog.some(({ lastTime }) => span(lastTime) > first);
}
