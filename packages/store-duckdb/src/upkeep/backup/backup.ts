import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BackupOptions, BackupReport } from '@cfw-flow/store';
import type { Connection } from '../../database/connection.ts';
import { privateFile, privateFolder } from '../../database/rights.ts';
import { daysOfFlows } from '../../schema/days.ts';
import { schemaVersion } from '../../schema/schema.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { flowsOfDay, writeParquet } from './backup-sql.ts';
import { checksumOf } from './checksum.ts';
import { identityTables } from './identity-tables.ts';
import { type BackupFile, fileOfDay, identityFiles, writeManifest } from './manifest.ts';
import { makeFolder } from './new-folder.ts';
import { syncFile, syncFolder } from './sync.ts';

/** What a backup needs of its connection, which belongs to nothing else. */
interface Work {
  readonly connection: Connection;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Writes what the database has at one moment into a new folder: a file of flows for each day, what
 * logs and batches are known by, and last a file that tells what is there.
 *
 * All of it is read in one snapshot. Nothing waits for that: flows come in, are rolled up and
 * removed meanwhile. But as long as a snapshot is open that is older than some update, the engine
 * makes no checkpoint, and each log and each step of the rollups is an update. So the write-ahead
 * log grows by what comes in while a backup is made, and gets short again after it; the room of what
 * is removed meanwhile gets free after it, too.
 */
export async function backUp(
  connection: Connection,
  directory: string,
  { onProgress, signal }: BackupOptions & { signal: AbortSignal },
): Promise<BackupReport> {
  return makeFolder(directory, 'the backup', (folder) =>
    inSnapshot(connection, async () => {
      const work = { connection, folder, signal };
      const made = Date.now();
      const all = await daysOfFlows(connection);
      const flows = all.reduce((sum, day) => sum + day.flows, 0);
      await mkdir(join(folder, 'flows'), { mode: privateFolder });
      const days = new Map<number, BackupFile>();
      let written = 0;
      for (const { day, flows: ofDay } of all) {
        days.set(day, await writeFile(work, fileOfDay(day), flowsOfDay(day)));
        written += ofDay;
        onProgress?.(written / flows);
      }
      await syncFolder(join(folder, 'flows'));
      const identities: BackupFile[] = [];
      for (const file of identityFiles) {
        const { table, columns } = identityTables[file];
        const names = columns.map(({ name }) => name).join(', ');
        identities.push(await writeFile(work, file, `SELECT ${names} FROM ${table}`));
      }
      await writeManifest(folder, { made, flows, schemaVersion, days, identities });
      signal.throwIfAborted();
      const files = [...days.values(), ...identities];
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return { directory: resolve(directory), made, flows, days: days.size, bytes };
    }),
  );
}

/** Writes the rows of a query, and makes sure that they last. */
async function writeFile(
  { connection, folder, signal }: Work,
  file: string,
  query: string,
): Promise<BackupFile> {
  const path = join(folder, file);
  const { rowsChanged } = await connection.run(writeParquet(query, path));
  await chmod(path, privateFile);
  await syncFile(path);
  return { file, rows: rowsChanged, ...(await checksumOf(path, signal)) };
}
