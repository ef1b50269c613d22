import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { ltsTrafficLog, readFlow, StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { endingWith, type Connection } from '../database/connection.ts';
import { openDatabase } from '../database/database.ts';
import { isFullDisk } from '../database/full-disk.ts';
import { checkLimits, explainShortage, type Limits } from '../database/limits.ts';
import { prepareSchema } from '../database/schema.ts';
import { inTransaction } from '../database/transaction.ts';
import { databaseFile } from '../database/wal.ts';
import { readLines } from '../ingest/bulk-reader.ts';
import { forgetNumbers, number } from '../ingest/dictionary.ts';
import { chunkSize } from '../ingest/intake.ts';
import { readAndNumber } from '../ingest/source-reader.ts';
import { usualPace } from '../rollups/backlog.ts';
import { rollUpAll } from '../rollups/roller.ts';
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
import {
  countRows,
  describeFile,
  findingColumns,
  findTwice,
  findUnsound,
  firstRejected,
  insertFlows,
  insertIdentities,
  listNames,
  rowOf,
  textsOfRows,
} from './restore-sql.ts';
import { sealOf, syncFile } from './seal.ts';

/** How a backup is restored. */
export interface RestoreOptions {
  /** The new data directory: where there is nothing yet, or an empty folder. */
  directory: string;
  /** Most memory of the engine, in bytes, at least 256 MiB; half of the machine's when left out. */
  memoryLimit?: number;
  /** Called now and then, with the share of the flows that are restored, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends it; it then rejects with the reason, and nothing is left of the data directory. */
  signal?: AbortSignal;
}

/** What a restore came to. */
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
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** Bytes that are counted for a flow, so that no more of them are numbered at once than of a log. */
const lineSize = 256;

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
    memoryLimit = Math.floor(totalmem() / 2),
    onProgress,
    signal = new AbortController().signal,
  }: RestoreOptions,
): Promise<RestoreReport> {
  const limits = { memoryLimit, deadline: 1 };
  checkLimits(limits);
  signal.throwIfAborted();
  const manifest = await readManifest(backup);
  await checkSizes(backup, manifest);
  await makeFolder(directory, 'the data directory', async (folder) => {
    const database = await openDatabase(folder, memoryLimit);
    const raw = await database.connect();
    try {
      await endingWith(signal, raw, (connection) =>
        fill({ raw, connection, backup, limits, signal }, manifest, onProgress),
      );
    } catch (error) {
      throw explainShortage(error, limits, 'Nothing was restored. Give it more.');
    } finally {
      raw.closeSync();
      database.closeSync();
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
  let batch = 0;
  let restored = 0;
  let waiting = 0;
  for (const [day, file] of days) {
    const path = await checkFile(work, file, flowColumns);
    const most = Math.ceil(chunkSize(work.limits) / lineSize);
    for (let first = 0; first < file.rows; first += most) {
      const count = Math.min(most, file.rows - first);
      batch += 1;
      await inTransaction(work.connection, () =>
        restoreFlows(work, path, { first, count, batch, day }),
      );
      restored += count;
      waiting += count;
      if (waiting >= usualPace.max) {
        await rollUpAll(work.connection, usualPace);
        waiting = 0;
      }
      onProgress?.(restored / flows);
    }
  }
  await rollUpAll(work.connection, usualPace);
  await forgetNumbers(work.raw);
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
  const seal = await sealOf(path, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw damaged(path, `it can't be read: ${(error as Error).message}`, error);
  });
  if (seal.sha256 !== sha256) throw damaged(path, 'its content is not what was written');
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

/** Some flows of a day, in the transaction of the caller. */
async function restoreFlows(
  { raw, connection }: Work,
  path: string,
  { first, count, batch, day }: { first: number; count: number; batch: number; day: number },
): Promise<void> {
  const texts = textsOfRows(path, first, count);
  const read = (separator: string) => readLines(texts, separator, findingColumns);
  await reading(path, readAndNumber(raw, undefined, read));
  await connection.run(number('names', 1, listNames));
  const { rowsChanged } = await connection.run(insertFlows(batch, day));
  if (rowsChanged === count) return;
  const found = await connection.runAndReadAll(firstRejected(day));
  const row = first + Number(found.getRows()[0]![0]);
  throw damaged(
    path,
    `row ${row + 1} is not a flow of that day: ${await reasonOf(connection, path, row)}`,
  );
}

/** Why a row is none, as it would be told of a line of a log. */
async function reasonOf(connection: Connection, path: string, row: number): Promise<string> {
  const [fields] = (await connection.runAndReadAll(rowOf(path, row))).getRowObjectsJS();
  const read = readFlow(ltsTrafficLog, JSON.stringify(fields), '');
  if ('reason' in read) return read.reason;
  return 'it ended on another one, lacks a firewall, or has lists for a host that it lacks';
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
