import path from 'node:path';
import {
  type IngestReport,
  fileSource,
  type FlowStore,
  type LogFormat,
  StoreError,
} from '@cfw-flow/store';
import type { LogFile } from './log-files.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatBytes, formatCount, formatSeconds } from '../output/quantity.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { SourceTroubles } from './source-troubles.ts';
import { note } from '../output/terminal.ts';

/** What became of one file. */
export type Loaded = { file: LogFile; report: IngestReport } | { file: LogFile; error: StoreError };

/** How files are ingested. */
export interface LoadOptions {
  /** Firewall of the flows that don't name theirs. */
  firewall: string;
  /** Internal networks; the private ones when left out. */
  internalNetworks?: readonly string[] | undefined;
  /** Format of the files; told by their content when left out. */
  format?: LogFormat | undefined;
  /** Ends it; what was ingested so far stays. */
  signal: AbortSignal;
  /** Whether a file may be one that somebody is still writing. */
  isGrowing?: (file: LogFile) => boolean;
}

/**
 * Takes files in, one after the other, and shows how far it is. A file that can't be read is
 * told of and doesn't keep the others out.
 *
 * @throws {@link StoreError} when the store itself fails
 */
export async function loadFiles(
  store: FlowStore,
  files: readonly LogFile[],
  { firewall, internalNetworks, format, signal, isGrowing = () => false }: LoadOptions,
): Promise<Loaded[]> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const loaded: Loaded[] = [];
  let before = 0;
  const progress = showProgress({
    title: 'Loading',
    total,
    tell: (done, seconds) => {
      const rate = done / Math.max(seconds, 0.001);
      const left = done === 0 ? '' : `, ${formatSeconds(Math.max(0, total - done) / rate)} left`;
      return `${formatBytes(done)} of ${formatBytes(total)}, ${formatBytes(rate)}/s${left}`;
    },
  });
  try {
    for (const file of files) {
      signal.throwIfAborted();
      try {
        const report = await store.ingest(await fileSource(file.path, { format }), {
          fw_instance_id: firewall,
          ...(internalNetworks && { internalNetworks }),
          signal,
          growing: isGrowing(file),
          onProgress: (bytesRead) => progress.update(before + bytesRead),
        });
        loaded.push({ file, report });
      } catch (error) {
        if (!(error instanceof StoreError) || !error.code.startsWith('SOURCE_')) throw error;
        loaded.push({ file, error });
      }
      before += file.size;
      progress.update(before);
    }
  } finally {
    progress.stop();
  }
  return loaded;
}

/** Rejected lines that are told of each file. */
const TOLD = 5;

/**
 * Tells on standard error which lines of the files are not flows, and which files failed.
 *
 * @param data - the data directory, if there is one: it has a file of such lines
 */
export function tellTroubles(loaded: readonly Loaded[], data?: string): void {
  const troubles = new SourceTroubles();
  for (const result of loaded) {
    if ('error' in result) {
      for (const line of troubles.linesOf(result.error)) note(escapeControlChars(line));
      continue;
    }
    const { rejected, rejections, flows } = result.report;
    if (rejected === 0) continue;
    const source = escapeControlChars(result.report.source);
    const kept = flows === 0 ? 'none is a flow' : `${counted(flows, 'flow')} ingested`;
    note(`${source}: ${counted(rejected, 'line')} rejected, ${kept}`);
    const told = rejections.slice(0, TOLD);
    for (const { line, reason } of told) note(`  ${source}:${line}: ${escapeControlChars(reason)}`);
    if (rejected > told.length) {
      const where =
        data === undefined ? '' : `, see ${escapeControlChars(path.join(data, 'rejected.ndjson'))}`;
      note(`  … and ${formatCount(rejected - told.length)} more${where}`);
    }
  }
}
