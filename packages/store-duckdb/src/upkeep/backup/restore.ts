import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ltsTrafficLog, readFlow, StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { endingWith, type Connection } from '../../database/connection.ts';
import { checkPath, openDatabase } from '../../database/database.ts';
import { explainEngineError } from '../../database/engine-error.ts';
import { isFullDisk } from '../../database/full-disk.ts';
import { checkMemoryLimit, usualMemoryLimit } from '../../database/limits.ts';
import { prepareSchema } from '../../schema/schema.ts';
import { inTransaction } from '../../database/transaction.ts';
import { databaseFile } from '../../database/wal.ts';
import { FlowLoader } from '../../load/flow-loader.ts';
import { usualPace } from '../../rollup/backlog.ts';
import { rollUpAll } from '../../rollup/roller.ts';
import { checksumOf } from './checksum.ts';
import { type Column, flowColumns } from './flow-columns.ts';
import { identityTables } from './identity-tables.ts';
import {
  type BackupFile,
  damaged,
  identityFiles,
  type Manifest,
  readManifest,
} from './manifest.ts';
import { makeFolder } from './new-folder.ts';
import { nextRows, readFlows } from './read-flows.ts';
import {
  countRows,
  describeFile,
  type FileRows,
  findTwice,
  findUnsound,
  insertIdentities,
  selectFields,
} from './restore-sql.ts';
import { syncFile } from './sync.ts';

/** How a backup is restored. */
export interface RestoreOptions {
  /** The new data directory: where there is nothing yet, or an empty folder. */
  directory: string;
  /** Most memory of the engine, in bytes, at least 256 MiB; half of what there is when left out. */
  memoryLimit?: number;
  /** Called now and then, with the share of the flows that are restored, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends it; it then rejects with the reason, and nothing is left of the data directory. */
  signal?: AbortSignal;
}

/** What was restored. */
export interface RestoreReport {
  /** The data directory, an absolute path. */
  directory: string;
  /** Moment of the flows, milliseconds since 1970 UTC: what came in later is not in the backup. */
  made: number;
  /** Flows restored. */
  flows: number;
  /** Days (UTC) that have flows. */
  days: number;
}

/** What a restore works with. */
interface Work {
  readonly raw: DuckDBConnection;
  /** The same connection, until the signal comes. */
  readonly connection: Connection;
  readonly backup: string;
  readonly memoryLimit: number;
  readonly signal: AbortSignal;
}

/**
 * Makes a new data directory of a backup that a store made: the same flows, the same answers, and
 * what was ingested is known as before. Each file is checked, and each flow like a line of a log. The
 * directory is there when all of it is, or not at all.
 *
 * @throws `StoreError` `BACKUP_DAMAGED`, `BACKUP_INCOMPATIBLE`, `DATA_UNWRITABLE`, `DATA_FULL`,
 *   `MEMORY` or `ENGINE`
 * @throws RangeError when a limit is none
 */
export async function restoreDuckdbStore(
  backup: string,
  {
    directory,
    memoryLimit = usualMemoryLimit(),
    onProgress,
    signal = new AbortController().signal,
  }: RestoreOptions,
): Promise<RestoreReport> {
  checkMemoryLimit(memoryLimit);
  checkPath(directory);
  signal.throwIfAborted();
  const manifest = await readManifest(backup);
  await checkSizes(backup, manifest);
  await makeFolder(directory, 'the data directory', async (folder) => {
    const database = await openDatabase(folder, memoryLimit);
    const raw = await database.connect();
    try {
      await endingWith(signal, raw, (connection) =>
        fill({ raw, connection, backup, memoryLimit, signal }, manifest, onProgress),
      );
    } catch (error) {
      throw explainEngineError(error, { memoryLimit }, 'Nothing was restored. Give it more.');
    } finally {
      raw.closeSync();
      database.close();
    }
    await syncFile(join(folder, databaseFile));
    signal.throwIfAborted();
  });
  const { made, flows, days } = manifest;
  return { directory: resolve(directory), made, flows, days: days.size };
}

/** Looks whether all files are there, before any is read. */
async function checkSizes(backup: string, { days, identities }: Manifest): Promise<void> {
  for (const { file, bytes } of [...days.values(), ...identities]) {
    const path = join(backup, file);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'it is not there' : error.message;
      throw damaged(path, why, error);
    });
    if (!found.isFile()) throw damaged(path, 'it is not a file');
    if (found.size !== bytes) {
      throw damaged(path, `it has ${found.size} bytes, and had ${bytes} when it was written`);
    }
  }
}

/** Fills an empty database, and rolls up as many flows at a time as a store does. */
async function fill(
  work: Work,
  { days, identities, flows }: Manifest,
  onProgress: RestoreOptions['onProgress'],
): Promise<void> {
  await prepareSchema(work.raw, 'The database');
  for (const [at, file] of identities.entries()) {
    await restoreIdentities(work, file, identityFiles[at]!);
  }
  const loader = await FlowLoader.open(work.raw);
  let batch = 0;
  let restored = 0;
  let pending = 0;
  for (const [day, file] of days) {
    const path = await checkFile(work, file, flowColumns);
    for (let first = 0; first < file.rows;) {
      batch += 1;
      const count = await restoreFlows(work, loader, { path, first, end: file.rows, day, batch });
      first += count;
      restored += count;
      pending += count;
      if (pending >= usualPace.max) {
        await rollUpAll(work.connection, usualPace);
        pending = 0;
      }
      onProgress?.(restored / flows);
    }
  }
  await rollUpAll(work.connection, usualPace);
  // Closing would do it, too, but says nothing when there is no room.
  await work.connection.run('CHECKPOINT');
}

/** Makes sure that a file is the one that was written, and has the columns that it has to have. */
async function checkFile(
  { connection, backup, signal }: Work,
  { file, rows, sha256 }: BackupFile,
  columns: readonly Column[],
): Promise<string> {
  const path = join(backup, file);
  const checksum = await checksumOf(path, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw damaged(path, `it can't be read: ${(error as Error).message}`, error);
  });
  if (checksum.sha256 !== sha256) throw damaged(path, 'its content is not what was written');
  const described = await reading(path, connection.runAndReadAll(describeFile(path)));
  const types = new Map(described.getRows() as [string, string][]);
  for (const { name, type } of columns) {
    const found = types.get(name);
    if (found === undefined) throw damaged(path, `it has no column ${name}`);
    if (found !== type) throw damaged(path, `its column ${name} is ${found}, not ${type}`);
  }
  const counted = await reading(path, connection.runAndReadAll(countRows(path)));
  const count = Number(counted.getRows()[0]![0]);
  if (count !== rows) throw damaged(path, `it has ${count} rows, and should have ${rows}`);
  return path;
}

async function restoreIdentities(
  work: Work,
  file: BackupFile,
  name: (typeof identityFiles)[number],
): Promise<void> {
  const { connection } = work;
  const table = identityTables[name];
  const path = await checkFile(work, file, table.columns);
  const queries = [findUnsound(table, path), findTwice(table, path)];
  for (const query of queries) {
    const found = await reading(path, connection.runAndReadAll(query));
    const row = found.getRows()[0]?.[0] ?? null;
    if (row !== null) {
      throw damaged(path, `row ${Number(row) + 1} can't be what a ${table.table} table has`);
    }
  }
  await reading(path, connection.run(insertIdentities(table, path)));
}

/**
 * Restores the next flows of a day, as a batch.
 *
 * @returns how many
 */
async function restoreFlows(
  { connection, memoryLimit }: Work,
  loader: FlowLoader,
  { batch, day, ...left }: { path: string; first: number; end: number; day: number; batch: number },
): Promise<number> {
  const { path } = left;
  const rows = await reading(path, nextRows(connection, left, memoryLimit));
  const { flows, unsound } = await reading(path, readFlows(connection, rows, day));
  if (unsound !== undefined) {
    const reason = await reasonOf(connection, { path, first: unsound, count: 1 });
    throw damaged(path, `row ${unsound + 1} is not a flow of that day: ${reason}`);
  }
  await inTransaction(connection, () => loader.load(flows, batch));
  loader.committed();
  return rows.count;
}

/** Why a row is none, as it would be told of a line of a log. */
async function reasonOf(connection: Connection, row: FileRows): Promise<string> {
  const [fields] = (await connection.runAndReadAll(selectFields(row))).getRowObjectsJS();
  const read = readFlow(ltsTrafficLog, JSON.stringify(fields), '');
  if ('reason' in read) return read.reason;
  return 'it ended on another one, lacks a firewall or a border, or has lists for a host that it lacks';
}

/** Waits for a statement that reads a file. */
async function reading<Result>(path: string, statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    const { message } = error as Error;
    const isOurs = error instanceof StoreError || /^(Out of Memory|INTERRUPT)/.test(message);
    if (isOurs || isFullDisk(error as Error)) throw error;
    throw damaged(path, `it can't be read. The engine says: ${message}`, error);
  }
}
