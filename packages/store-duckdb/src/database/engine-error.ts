import { join } from 'node:path';
import { StoreError } from '@cfw-flow/store';
import { isFullDisk } from './full-disk.ts';
import { databaseFile } from './wal.ts';

/** The database whose engine failed. */
export interface FailedDatabase {
  /** Its data directory; nothing when it is in memory. */
  directory?: string | undefined;
  /** Most memory that its engine may use, in bytes. */
  memoryLimit: number;
}

/**
 * The error of the engine in words of ours, with a code. All errors of the engine pass here; those
 * that are ours already, and those that nobody expects, stay as they are.
 *
 * @param advice - what becomes of the work, and what to do, when memory was too short
 */
export function explainEngineError(
  error: unknown,
  { directory, memoryLimit }: FailedDatabase,
  advice: string,
): unknown {
  if (!(error instanceof Error) || !isOfEngine(error)) return error;
  const { message } = error;
  if (message.startsWith('Out of Memory Error')) {
    const megabytes = Math.round(memoryLimit / 1024 / 1024);
    return new StoreError(
      'MEMORY',
      `More memory is needed than the ${megabytes} MiB that the store may use. ${advice}`,
      { cause: error },
    );
  }
  if (directory !== undefined && tellsOfDamage(message)) return damagedDatabase(directory, error);
  if (directory !== undefined && isFullDisk(error)) return fullDisk(directory, error);
  if (/database has been invalidated/.test(message)) {
    return new StoreError(
      'ENGINE',
      `The database stopped after a failure. Open it again: what was acknowledged is kept. The engine says: ${message}`,
      { cause: error, details: { directory } },
    );
  }
  return error;
}

/** What to say of a disk that has no room for a data directory. */
export function fullDisk(directory: string, cause: Error): StoreError {
  return new StoreError(
    'DATA_FULL',
    `There is no room left where the data is (${directory}). What was there before stays. Make room and try again.`,
    { cause, details: { directory } },
  );
}

/** The engine begins each of its messages with a kind of error. What a source says may be anything. */
function isOfEngine(error: Error): boolean {
  return !(error instanceof StoreError) && /^[A-Z][A-Za-z ]+ Error: /.test(error.message);
}

/**
 * Whether the engine says that what it reads of its file is not what it wrote: each block has a
 * checksum. Once such an error ends a transaction that can't be rolled back, all statements fail with
 * another one, which quotes the first.
 */
export function tellsOfDamage(message: string): boolean {
  return /corrupt(?!(ed)? temporary)|Could not read enough bytes|not a valid DuckDB|Failed to deserialize/i.test(
    message,
  );
}

/** The error of a database file that is damaged. */
export function damagedDatabase(directory: string, cause: Error): StoreError {
  const file = join(directory, databaseFile);
  return new StoreError(
    'DATA_DAMAGED',
    `${file} is damaged, or no database of cfw-flow, and can't be mended. Put a copy of the data directory in its place, restore a backup to another one, or ingest the logs again into another one. The engine says: ${cause.message}`,
    { cause, details: { directory, file, repairable: false } },
  );
}
