import {
  type IngestReport,
  fileSource,
  type FlowStore,
  type LogWithoutFlows,
  StoreError,
} from '@cfw-flow/store';
import type { CrashRecord } from './crash-record.ts';
import type { LogFile } from './find-log-files.ts';
import { isGone, isSourceError } from './is-source-error.ts';
import type { LogOptions } from './log-options.ts';
import { type Progress, showProgress } from '../output/progress.ts';
import { formatBytes, formatSeconds } from '../output/quantity.ts';

/** A file that was ingested, is of a kind that has no flows, or failed. */
export type Loaded =
  | { file: LogFile; report: IngestReport }
  | { file: LogFile; withoutFlows: LogWithoutFlows }
  | { file: LogFile; error: StoreError };

/** How files are ingested. */
export interface LoadOptions {
  reading: LogOptions;
  /** Keeps track of which file is being ingested. */
  crashes: CrashRecord;
  /** Ends it; what was ingested so far stays. */
  signal: AbortSignal;
  /** Whether a file may be one that somebody is still writing. */
  isGrowing?: (file: LogFile) => boolean;
}

/**
 * Ingests files, one after the other, and shows the progress. A file that can't be read is in the
 * result with its error, and the others are ingested all the same.
 *
 * @throws {@link StoreError} when the store itself fails
 */
export async function loadFiles(
  store: FlowStore,
  files: readonly LogFile[],
  { reading, crashes, signal, isGrowing = () => false }: LoadOptions,
): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  let bytesBefore = 0;
  const progress = showLoading(files.reduce((sum, { size }) => sum + size, 0));
  try {
    for (const file of files) {
      signal.throwIfAborted();
      try {
        const report = await crashes.during(file.path, signal, async () =>
          store.ingest(await fileSource(file.path, reading), {
            fw_instance_id: reading.firewall,
            internalNetworks: reading.internalNetworks,
            signal,
            growing: isGrowing(file),
            onProgress: (bytesRead) => progress.update(bytesBefore + bytesRead),
          }),
        );
        loaded.push({ file, report });
      } catch (error) {
        if (!isSourceError(error)) throw error;
        const { withoutFlows } = error.details;
        if (withoutFlows) loaded.push({ file, withoutFlows });
        else loaded.push({ file, error: isGone(error) ? goneSinceFound(file) : error });
      }
      bytesBefore += file.size;
      progress.update(bytesBefore);
    }
  } finally {
    progress.stop();
  }
  return loaded;
}

/** A file was there when it was found. */
function goneSinceFound(file: LogFile): StoreError {
  return new StoreError(
    'SOURCE_UNREADABLE',
    `${file.path} was removed or renamed after it had been found. Not all of it was ingested.`,
  );
}

function showLoading(total: number): Progress {
  return showProgress({
    title: 'Loading',
    total,
    describe: (done, seconds) => {
      const rate = done / Math.max(seconds, 0.001);
      const left = done === 0 ? '' : `, ${formatSeconds(Math.max(0, total - done) / rate)} left`;
      return `${formatBytes(done)} of ${formatBytes(total)}, ${formatBytes(rate)}/s${left}`;
    },
  });
}
