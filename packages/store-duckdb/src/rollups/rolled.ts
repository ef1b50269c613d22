import type { Connection } from '../database/connection.ts';

/** How far the rollups are. */
export interface Rolled {
  /** The flows of the batches up to this one are in the rollups. */
  through: number;
  /** The days before this one, numbered from 1970 UTC, are in the rollups of days. */
  daysBefore: number;
}

/** Reads how far the rollups are. */
export async function readRolled(connection: Connection): Promise<Rolled> {
  const reader = await connection.runAndReadAll('SELECT through, days_before FROM rolled');
  const [through, daysBefore] = reader.getRows()[0]!.map(Number) as [number, number];
  return { through, daysBefore };
}

/** Number of the last batch, 0 without any. */
export async function readLastBatch(connection: Connection): Promise<number> {
  const { through } = await readRolled(connection);
  const reader = await connection.runAndReadAll(
    `SELECT max(batch) FROM flows WHERE batch > ${through}`,
  );
  return Number(reader.getRows()[0]![0] ?? through);
}
