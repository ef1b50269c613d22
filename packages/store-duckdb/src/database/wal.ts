import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '@cfw-flow/store';

/*
 * The write-ahead log (WAL) of the engine: what was committed since the last checkpoint. The engine
 * checks each entry and refuses a file with a wrong one. A file that doesn't begin like a WAL it
 * takes for none, and removes it, with all that was committed: so we look first.
 */

/** Name of the database file in a data directory. */
export const databaseFile = 'flows.duckdb';

/** The WAL of a data directory. */
export function walOf(directory: string): string {
  return join(directory, `${databaseFile}.wal`);
}

/** Bytes of what was committed and is not in the database file yet. */
export async function walSize(directory: string): Promise<number> {
  return stat(walOf(directory)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** How the first entry begins: it tells the version of the WAL. */
const beginning = Buffer.from([0x64, 0x00, 0x62, 0x65, 0x00]);

/**
 * Looks whether the WAL of a data directory begins like one.
 *
 * @throws {@link StoreError} `DATA_DAMAGED`
 */
export async function checkWal(directory: string): Promise<void> {
  const file = await open(walOf(directory)).catch(() => undefined);
  if (file === undefined) return;
  try {
    const buffer = Buffer.alloc(beginning.byteLength);
    const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, 0);
    const read = buffer.subarray(0, bytesRead);
    if (!beginning.subarray(0, bytesRead).equals(read)) throw damagedWal(directory, 0);
  } finally {
    await file.close();
  }
}

/** The place of the damage, in bytes from the beginning, when the engine's error tells of one. */
export function damagedPlace(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof StoreError) return error.details.position;
  const place = /Corrupt WAL file: entry at byte position (\d+)/.exec(error.message)?.[1];
  if (place !== undefined) return Number(place);
  return /replaying WAL file/.test(error.message) ? 0 : undefined;
}

/** The error of a WAL that is damaged at a place. */
export function damagedWal(directory: string, position: number, cause?: unknown): StoreError {
  const file = walOf(directory);
  return new StoreError(
    'DATA_DAMAGED',
    `${file} is damaged at byte ${position}: it has what was ingested lately. A repair keeps all that comes before, and a copy of the file.`,
    { cause, details: { directory, file, position, repairable: true } },
  );
}
