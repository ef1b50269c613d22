import path from 'node:path';
import type { HeldFlows } from '../control/operations.ts';
import { withHeldFlows } from '../store/data-directory.ts';
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

/** What `cfw-flow backup` was asked for. */
export interface BackupOptions {
  data?: string;
  /** Most memory of the database, in bytes. */
  memory?: number;
}

/** Writes the flows of a data directory into a folder of Parquet files. */
export async function backup(
  directory: string,
  { data = DATA, memory }: BackupOptions,
): Promise<void> {
  const interrupted = await withHeldFlows({ data, memory }, (held, signal) =>
    // The server may be in another directory.
    backUp(held, path.resolve(directory), signal),
  );
  if (interrupted) throw new Failure('Interrupted. Nothing of the backup is kept.');
}

/**
 * Makes a backup, and shows how far it is and what came of it.
 *
 * @throws the reason of the signal
 */
async function backUp(held: HeldFlows, directory: string, signal: AbortSignal): Promise<void> {
  const begin = performance.now();
  const { flows: all } = await held.status({ signal });
  const progress = showProgress({
    title: 'Backing up',
    total: all,
    tell: (done) => `${formatCount(done)} of ${formatCount(all)} flows`,
  });
  const report = await held
    .backup(directory, { signal, onProgress: (share) => progress.update(Math.round(share * all)) })
    .finally(() => progress.stop());
  const { made, flows, days, bytes } = report;
  const seconds = (performance.now() - begin) / 1000;
  print(
    `${counted(flows, 'flow')} of ${counted(days, 'day')} (UTC), as of ${formatTime(made)}, ` +
      `backed up in ${formatSeconds(seconds)}: ${formatBytes(bytes)} in ${report.directory}`,
  );
}
