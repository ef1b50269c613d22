import { existsSync } from 'node:fs';
import { chmod, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDirectory, StoreError } from '@cfw-flow/store';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { damagedDatabase, fullDisk, tellsOfDamage } from './engine-error.ts';
import { isFullDisk } from './full-disk.ts';
import { privateFile, privateFolder } from './rights.ts';
import { checkWal, damagedPlace, damagedWal, databaseFile } from './wal.ts';

const settings = {
  // No extension is fetched, so that the store works without a network.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  // A checkpoint rewrites the ends of all tables: with small batches, one after each 16 MB of log took
  // a tenth of the time. The log is read again when a store opens that was not closed.
  checkpoint_threshold: '64MB',
  // A join is made as it is written: what is on its left streams by, what is on its right is hashed.
  // The engine can't know how many lines a file has, and would hash the file.
  disabled_optimizers: 'join_order,build_side_probe_side',
  // A thread that helps looks up after each part of a large table: threads.ts may want it to go.
  scheduler_process_partial: 'true',
};

/**
 * Data directories that this process has open, by their real paths. The engine locks its file against
 * other processes alone: of two that write it in this one, each loses what the other wrote.
 */
const openDirectories = new Set<string>();

/** A database that is open. */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #path: string | undefined;

  /** @param path - real path of its data directory, which it gives back in the end */
  constructor(instance: DuckDBInstance, path?: string) {
    this.#instance = instance;
    this.#path = path;
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Closes it. As long as a connection is open, so is the file. */
  close(): void {
    this.#instance.closeSync();
    if (this.#path !== undefined) openDirectories.delete(this.#path);
  }
}

/**
 * Opens the database of a data directory, or one in memory.
 *
 * @param place - the data directory, or where a database in memory puts what it has no room for
 * @param memoryLimit - most memory that it may use, in bytes
 * @throws {@link StoreError} `DATA_UNWRITABLE`, `DATA_FULL`, `DATA_IN_USE`, `DATA_DAMAGED` or `ENGINE`
 */
export async function openDatabase(
  place: string | { temporary: string },
  memoryLimit: number,
): Promise<Database> {
  const all = { ...settings, memory_limit: `${memoryLimit}B` };
  if (typeof place === 'object') {
    return new Database(
      await DuckDBInstance.create(':memory:', { ...all, temp_directory: place.temporary }),
    );
  }
  checkPath(place);
  try {
    await makeDirectory(place, privateFolder);
    const path = await realpath(place);
    if (openDirectories.has(path)) throw openHere(place);
    openDirectories.add(path);
    try {
      return new Database(await openFile(place, all), path);
    } catch (error) {
      openDirectories.delete(path);
      throw error;
    }
  } catch (error) {
    throw explain(place, error as Error);
  }
}

/**
 * Checks whether the engine can have its files in a data directory.
 *
 * @throws {@link StoreError} `DATA_UNWRITABLE`
 */
export function checkPath(directory: string): void {
  const path = resolve(directory);
  // The engine looks for its WAL elsewhere, as if what follows were no part of the name. Windows has names
  // that begin with one.
  if (!path.replace(/^\\\\\?\\/, '').includes('?')) return;
  throw new StoreError(
    'DATA_UNWRITABLE',
    `The data directory ${path} can't be used: its path has a question mark, which the database engine does not take for a part of a name. Choose another directory.`,
  );
}

async function openFile(
  directory: string,
  options: Record<string, string>,
): Promise<DuckDBInstance> {
  await checkWal(directory);
  // Of a path that is not absolute, the engine takes `~` for a home, and `s3:` for the web.
  const file = join(resolve(directory), databaseFile);
  const isNew = !existsSync(file);
  const instance = await DuckDBInstance.create(file, options).catch(async (error: Error) => {
    // Of what has no room, the engine leaves a file that it can't open the next time.
    if (isNew && isFullDisk(error)) await rm(file, { force: true });
    throw error;
  });
  // Some file systems have no rights.
  await chmod(file, privateFile).catch(() => undefined);
  return instance;
}

function openHere(directory: string): StoreError {
  return new StoreError(
    'DATA_IN_USE',
    `The data directory ${directory} is in use by this process itself (${process.pid}). Close what has it open first, or choose another directory.`,
    { details: { directory, process: process.pid } },
  );
}

function explain(directory: string, error: Error): StoreError {
  if (error instanceof StoreError) return error;
  const place = damagedPlace(error);
  if (place !== undefined) return damagedWal(directory, place, error);
  const { code, message } = error as NodeJS.ErrnoException;
  const owner = /\(PID (\d+)\)/.exec(message)?.[1];
  if (/lock on file|used by another process/i.test(message)) {
    return new StoreError(
      'DATA_IN_USE',
      `The data directory ${directory} is in use by ${owner ? `process ${owner}` : 'another process'}. Stop it first, or choose another directory.`,
      {
        cause: error,
        details: { directory, ...(owner !== undefined && { process: Number(owner) }) },
      },
    );
  }
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new StoreError(
      'DATA_UNWRITABLE',
      `The data directory ${directory} can't be created: it, or a part of its path, is a file and not a folder. Choose another directory.`,
      { cause: error },
    );
  }
  if (tellsOfDamage(message)) return damagedDatabase(directory, error);
  if (isFullDisk(error)) return fullDisk(directory, error);
  if (code !== undefined || /IO Error: Cannot open file/.test(message)) {
    return new StoreError(
      'DATA_UNWRITABLE',
      `The data directory ${directory} can't be created or written: ${message}. Choose another directory, or give this user the right to write there.`,
      { cause: error },
    );
  }
  return new StoreError('ENGINE', `The database in ${directory} can't be opened: ${message}`, {
    cause: error,
  });
}
