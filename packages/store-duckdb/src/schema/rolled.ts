import type { Connection } from '../database/connection.ts';

/** How far the rollups are. */
export interface Rolled {
  /** The flows of the batches up to this one are in the tables of hours. */
  watermark: number;
  /**
   * Their hours before this one, numbered from 1970 UTC, are in the daily tables: whole days, and of
   * the last one what is over.
   */
  hoursBefore: number;
  /**
   * The flows of the batches up to this one are in the totals by minute, and the recent ones of them in
   * the tables of ten minutes.
   */
  recentWatermark: number;
  /** Flows that ended since are recent: the start of an hour, in milliseconds since 1970 UTC. */
  recentFrom: number;
}

/** Columns of the one row of `rolled`. */
export const rolledColumns = 'watermark, hours_before, recent_watermark, recent_from';

/** Reads how far the rollups are. */
export async function readRolled(connection: Connection): Promise<Rolled> {
  const reader = await connection.runAndReadAll(`SELECT ${rolledColumns} FROM rolled`);
  return rolledOf(reader.getRows()[0]!);
}

/** How far the rollups are by the values of {@link rolledColumns}. */
export function rolledOf(values: readonly unknown[]): Rolled {
  const [watermark, hoursBefore, recentWatermark, recentFrom] = values.map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { watermark, hoursBefore, recentWatermark, recentFrom };
}

/** Number of the last batch, 0 without any. */
export async function readLastBatch(connection: Connection): Promise<number> {
  const { watermark, recentWatermark } = await readRolled(connection);
  const reader = await connection.runAndReadAll(
    `SELECT max(batch) FROM flows WHERE batch > ${watermark}`,
  );
  return Math.max(watermark, recentWatermark, Number(reader.getRows()[0]![0] ?? 0));
}
