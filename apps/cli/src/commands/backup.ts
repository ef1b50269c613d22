import path from 'node:path';
import type { StoreAdmin } from '../control/store-admin.ts';
import { withStoreAdmin } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { showProgress } from '../output/progress.ts';
import {
  counted,
  formatBytes,
  formatCount,
  formatSeconds,
  formatTime,
} from '../output/quantity.ts';
import { print } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow backup`. */
export type BackupOptions = StoreOptions;

/** Writes the flows of a data directory into a folder of Parquet files. */
export async function backup(
  directory: string,
  { data = DATA, memory }: BackupOptions,
): Promise<void> {
  const interrupted = await withStoreAdmin({ data, memory }, (admin, signal) =>
    // The server may run in another directory.
    writeBackup(admin, path.resolve(directory), signal),
  );
  if (interrupted) throw new Failure('Interrupted. Nothing of the backup is kept.');
}

/**
 * Makes a backup, shows its progress and prints a summary.
 *
 * @throws the reason of the signal
 */
async function writeBackup(
  admin: StoreAdmin,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const begin = performance.now();
  const { flows: all } = await admin.status({ signal });
  const progress = showProgress({
    title: 'Backing up',
    total: all,
    describe: (done) => `${formatCount(done)} of ${formatCount(all)} flows`,
  });
  const report = await admin
    .backup(directory, { signal, onProgress: (share) => progress.update(Math.round(share * all)) })
    .finally(() => progress.stop());
  const { made, flows, days, bytes } = report;
  const seconds = (performance.now() - begin) / 1000;
  print(
    `${counted(flows, 'flow')} of ${counted(days, 'day')} (UTC), as of ${formatTime(made)}, ` +
      `backed up in ${formatSeconds(seconds)}: ${formatBytes(bytes)} in ${report.directory}`,
  );
}
