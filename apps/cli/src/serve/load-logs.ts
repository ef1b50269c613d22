import path from 'node:path';
import type { StoreWith } from '@cfw-flow/store';
import type { CrashRecord } from '../logs/crash-record.ts';
import type { UnusablePath } from '../logs/find-log-files.ts';
import { holdsNoFlow, type Loaded, loadFiles } from '../logs/load-files.ts';
import type { LogOptions } from '../logs/log-options.ts';
import { reportProblems } from '../logs/report-problems.ts';
import { counted, formatSeconds } from '../output/quantity.ts';
import { note } from '../output/terminal.ts';
import type { LogsToLoad } from './find-logs.ts';

/** Where logs are loaded to. */
interface LoadTarget {
  store: StoreWith;
  /** Data directory; undefined in memory. */
  directory: string | undefined;
  crashes: CrashRecord;
  signal: AbortSignal;
}

/**
 * Ingests logs that were found at the start, and reports problems and a summary on standard error.
 *
 * @throws the reason of the signal
 */
export async function loadLogs(
  { files, watched, leftOut, passedOver }: LogsToLoad,
  reading: LogOptions,
  { store, directory, crashes, signal }: LoadTarget,
): Promise<Loaded[]> {
  if (files.length + leftOut.length === 0) {
    for (const line of passedOver.takeLines()) note(line);
    return [];
  }
  const begin = performance.now();
  const loaded = await loadFiles(store, files, {
    reading,
    crashes,
    signal,
    isGrowing: (file) => watched.has(path.resolve(file.path)),
  });
  reportProblems(loaded, directory);
  for (const result of loaded) {
    if ('withoutFlows' in result) passedOver.addLog(result.withoutFlows);
  }
  for (const line of passedOver.takeLines()) note(line);
  const said = summary(loaded, leftOut, (performance.now() - begin) / 1000);
  if (said !== undefined) note(said);
  return loaded;
}

function summary(
  loaded: readonly Loaded[],
  leftOut: readonly UnusablePath[],
  seconds: number,
): string | undefined {
  const reports = loaded.flatMap((result) => ('report' in result ? [result.report] : []));
  const ingested = reports.filter(({ repeated }) => !repeated);
  const repeated = reports.length - ingested.length;
  const failed = loaded.filter((result) => 'error' in result).length + leftOut.length;
  const flows = ingested.reduce((sum, report) => sum + report.flows, 0);
  const parts: string[] = [];
  if (ingested.length > 0) {
    parts.push(
      `${counted(flows, 'flow')} loaded from ${counted(ingested.length, 'file')} in ${formatSeconds(seconds)}`,
    );
  }
  if (repeated > 0) parts.push(`${counted(repeated, 'file')} already ingested`);
  if (failed > 0) parts.push(`${counted(failed, 'source')} left out, see above`);
  const without = ingested.filter(holdsNoFlow).length;
  if (without > 0) parts.push(`no line of ${counted(without, 'file')} is a flow, see above`);
  return parts.length === 0 ? undefined : `${parts.join('; ')}.`;
}
