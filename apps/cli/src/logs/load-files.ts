import {
  type IngestReport,
  type FlowStore,
  type LogWithoutFlows,
  StoreError,
} from '@cfw-flow/store';
import type { CrashRecord } from './crash-record.ts';
import type { LogFile } from './find-log-files.ts';
import { isGone, isSourceError } from './is-source-error.ts';
import type { LogOptions } from './log-options.ts';
import { withSource } from './open-source.ts';
import { isPipe } from './pipes.ts';
import { type Progress, showProgress } from '../output/progress.ts';
import { formatBytes, formatSeconds } from '../output/quantity.ts';

/** A file that was ingested, is of a kind that has no flows, or failed. */
export type Loaded =
  | { file: LogFile; report: IngestReport }
  | { file: LogFile; withoutFlows: LogWithoutFlows }
  | { file: LogFile; error: StoreError };

/** Whether lines of a log were read and not one of all that it ever had is a flow. */
export function holdsNoFlow({ repeated, flows, rejected, checkpoint }: IngestReport): boolean {
  return !repeated && flows === 0 && rejected > 0 && checkpoint?.log === undefined;
}

/** How files are ingested. */
export interface LoadOptions {
  reading: LogOptions;
  /** Keeps track of which file is being ingested. */
  crashes: CrashRecord;
  /** Ends it; what was ingested so far stays. */
  signal: AbortSignal;
  /** Folder for what has to be kept of a pipe. */
  folder?: string | undefined;
  /** Whether a file may be one that somebody is still writing. */
  isGrowing?: (file: LogFile) => boolean;
}

/**
 * Ingests files and pipes, one after the other, and shows the progress. A file that can't be read is in the
 * result with its error, and the others are ingested all the same.
 *
 * @throws {@link StoreError} when the store itself fails
 */
export async function loadFiles(
  store: FlowStore,
  files: readonly LogFile[],
  { reading, crashes, signal, folder, isGrowing = () => false }: LoadOptions,
): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  let bytesBefore = 0;
  const isKnown = !files.some((file) => isPipe(file));
  const progress = showLoading(
    isKnown ? files.reduce((sum, { size }) => sum + size, 0) : undefined,
  );
  try {
    for (const file of files) {
      signal.throwIfAborted();
      try {
        const ingest = () =>
          withSource(file, { reading, signal, folder }, (source) =>
            store.ingest(source, {
              fw_instance_id: reading.firewall,
              internalNetworks: reading.internalNetworks,
              signal,
              growing: isGrowing(file),
              onProgress: (bytesRead) => progress.update(bytesBefore + bytesRead),
            }),
          );
        // What a pipe had does not come again at the next start.
        const report = await (isPipe(file) ? ingest() : crashes.during(file.path, signal, ingest));
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

/** @param total - bytes of all files, when it is known */
function showLoading(total: number | undefined): Progress {
  return showProgress({
    title: 'Loading',
    total,
    describe: (done, seconds) => {
      const rate = done / Math.max(seconds, 0.001);
      if (total === undefined) return `${formatBytes(done)}, ${formatBytes(rate)}/s`;
      const left = done === 0 ? '' : `, ${formatSeconds(Math.max(0, total - done) / rate)} left`;
      return `${formatBytes(done)} of ${formatBytes(total)}, ${formatBytes(rate)}/s${left}`;
    },
  });
}
