import type { Connection } from '../database/connection.ts';

/** How far the rollups are. */
export interface Rolled {
  /** The flows of the batches up to this one are in the rollups. */
  watermark: number;
  /**
   * Their hours before this one, numbered from 1970 UTC, are in the daily tables: whole days, and of
   * the last one what is over.
   */
  hoursBefore: number;
}

/** Reads how far the rollups are. */
export async function readRolled(connection: Connection): Promise<Rolled> {
  const reader = await connection.runAndReadAll('SELECT watermark, hours_before FROM rolled');
  const [watermark, hoursBefore] = reader.getRows()[0]!.map(Number) as [number, number];
  return { watermark, hoursBefore };
}

/** Number of the last batch, 0 without any. */
export async function readLastBatch(connection: Connection): Promise<number> {
  const { watermark } = await readRolled(connection);
  const reader = await connection.runAndReadAll(
    `SELECT max(batch) FROM flows WHERE batch > ${watermark}`,
  );
  return Number(reader.getRows()[0]![0] ?? watermark);
}
