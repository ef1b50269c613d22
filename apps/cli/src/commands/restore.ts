import { existsSync } from 'node:fs';
import { restoreDuckdbStore } from '@cfw-flow/store-duckdb';
import { Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatSeconds, formatTime } from '../output/quantity.ts';
import { print } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow restore`. */
export interface RestoreOptions extends StoreOptions {
  data: string;
}

/** Steps of the progress bar: the number of flows is only known from the backup. */
const STEPS = 1000;

/** Makes a new data directory of a backup. */
export async function restore(backup: string, { data, memory }: RestoreOptions): Promise<void> {
  if (!existsSync(backup)) {
    throw new Failure(`There is no folder ${escapeControlChars(backup)}. Check the path.`);
  }
  const begin = performance.now();
  const interrupted = await untilInterrupted(async (signal) => {
    const progress = showProgress({
      title: 'Restoring',
      total: STEPS,
      describe: (done, seconds) => {
        if (done === 0) return '';
        if (done === STEPS) return 'rolling up';
        return `${formatSeconds((seconds * (STEPS - done)) / done)} left`;
      },
    });
    const report = await restoreDuckdbStore(backup, {
      directory: data,
      ...(memory !== undefined && { memoryLimit: memory }),
      signal,
      onProgress: (share) => progress.update(Math.round(share * STEPS)),
    }).finally(() => progress.stop());
    const { flows, days, made, directory } = report;
    const seconds = (performance.now() - begin) / 1000;
    print(
      `${counted(flows, 'flow')} of ${counted(days, 'day')} (UTC), as of ${formatTime(made)}, ` +
        `restored in ${formatSeconds(seconds)} to ${directory}`,
    );
  });
  if (interrupted) throw new Failure('Interrupted. Nothing was restored.');
}
