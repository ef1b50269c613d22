import type { IngestReport } from '@cfw-flow/store';
import { withCleanup } from '../cleanup.ts';
import { DATA } from '../defaults.ts';
import { CrashRecord, suspectMessage } from '../logs/crash-record.ts';
import { dryRun } from '../logs/dry-run.ts';
import { type EnrichmentOptions, openEnrichmentSources } from '../enrichment/enrichment-sources.ts';
import { Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { holdsNoFlow, type Loaded, loadFiles } from '../logs/load-files.ts';
import type { LogOptions } from '../logs/log-options.ts';
import { PassedOver } from '../logs/passed-over.ts';
import { reportProblems } from '../logs/report-problems.ts';
import { withoutManyUnknown } from '../logs/source-error-messages.ts';
import { findLogFiles, type LogFile } from '../logs/find-log-files.ts';
import { sortPaths } from '../logs/pipes.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { removeIfUnused } from '../store/remove-if-unused.ts';
import { rollUp } from '../store/roll-up.ts';
import { type Column, tableLines } from '../output/table.ts';
import { note, noteText, type Piece, print, styled, screenWidth } from '../output/terminal.ts';
import { openStore, type StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow ingest`. */
export interface IngestOptions extends StoreOptions, EnrichmentOptions, LogOptions {
  /** Whether it is only shown what would be ingested. */
  dryRun?: boolean;
}

/**
 * Ingests files and pipes into a data directory.
 *
 * @throws {@link Failure} when one of them failed; the others are kept
 */
export async function ingest(paths: readonly string[], options: IngestOptions): Promise<void> {
  const { pipes, others } = await sortPaths(paths);
  const { files: found, failures, leftOut, unnamed } = await findLogFiles(others);
  const files = [...found, ...pipes];
  for (const { message } of [...failures, ...leftOut]) noteText(message);
  let failed = failures.length + leftOut.length;
  const passedOver = new PassedOver();
  passedOver.addFiles(unnamed);
  if (options.dryRun) failed += await showDryRun(files, passedOver, options);
  else if (files.length > 0) failed += await ingestFiles(files, passedOver, options);
  for (const line of passedOver.takeLines()) noteText(line);
  if (failed === 0) return;
  const next = options.dryRun
    ? 'Nothing was ingested.'
    : 'Once repaired, the same command adds what is missing.';
  throw new Failure(`${counted(failed, 'source')} failed, see above. ${next}`);
}

/** Ingests files and rolls them up; returns how many failed, or hold no flow. */
async function ingestFiles(
  files: readonly LogFile[],
  passedOver: PassedOver,
  options: IngestOptions,
): Promise<number> {
  const { data = DATA, memory } = options;
  let loaded: Loaded[] | undefined;
  const interrupted = await untilInterrupted((signal) =>
    withCleanup(async (atEnd) => {
      const opened = removeIfUnused(data, atEnd);
      const { enrichment, stop } = await openEnrichmentSources(options);
      // What changes from now on is for the next time.
      await stop();
      const store = await openStore({ data, memory, enrichment });
      atEnd(() => store.close());
      opened(store);
      const { flows: before } = await store.status({ signal });
      const crashes = await CrashRecord.open(data);
      const sorted = await crashes.sort(files);
      // Who names a file here wants it to be tried, whatever happened before.
      const suspects = [...sorted.suspects, ...sorted.setAside];
      for (const file of suspects) note(suspectMessage(file));
      loaded = await loadFiles(store, [...sorted.files, ...suspects], {
        reading: options,
        crashes,
        signal,
        folder: data,
      });
      reportProblems(loaded, data);
      for (const result of loaded) {
        if ('withoutFlows' in result) passedOver.addLog(result.withoutFlows);
      }
      const { flows: after } = await store.status({ signal });
      for (const line of summaryLines(loaded, after - before)) print(line);
      await rollUp(store, signal);
    }),
  );
  if (interrupted && loaded === undefined) {
    throw new Failure(
      `Interrupted. What was ingested is kept in ${escapeControlChars(data)}; the same command goes on with the rest.`,
    );
  }
  if (interrupted) {
    note('Interrupted while rolling up. All flows are kept, and it goes on the next time.');
  }
  return (loaded ?? []).filter(isFailed).length;
}

function isFailed(result: Loaded): boolean {
  return 'error' in result || ('report' in result && holdsNoFlow(result.report));
}

/** Shows what would be ingested; returns how many files can't be read, or hold no flow. */
async function showDryRun(
  files: readonly LogFile[],
  passedOver: PassedOver,
  options: IngestOptions,
): Promise<number> {
  let failed = 0;
  const interrupted = await untilInterrupted(async (signal) => {
    const sources = await openEnrichmentSources(options);
    await sources.stop();
    const enrichment = sources.enrichment();
    failed = await dryRun(files, { reading: options, enrichment, passedOver, signal });
  });
  if (interrupted) throw new Failure('Interrupted. Nothing was ingested.');
  return failed;
}

/** What has a row in the table: all but logs without flows. */
type Listed = Exclude<Loaded, { withoutFlows: unknown }>;

/**
 * The table of what was ingested of each file, its titles first.
 *
 * @param ingested - flows that the store has more than before
 */
function summaryLines(all: readonly Loaded[], ingested: number): Piece[] {
  const loaded = all.filter((result): result is Listed => !('withoutFlows' in result));
  if (loaded.length === 0) return [];
  const reports = loaded.flatMap((result) =>
    'report' in result && !result.report.repeated ? [result.report] : [],
  );
  const sum = (count: 'flows' | 'rejected' | 'skipped') =>
    reports.reduce((total, report) => total + report[count], 0);
  // A large file is committed in parts: those before the one that fails are kept.
  const ofFailed = ingested - sum('flows');
  const sums = { flows: ingested, rejected: sum('rejected'), skipped: sum('skipped') };
  const rows = [
    ...withoutManyUnknown(loaded).map(rowOf),
    ...(ofFailed > 0
      ? [['of failed files', formatCount(ofFailed), '', '', 'ingested before'] as const]
      : []),
    [counted(loaded.length, 'file'), ...countsOf(sums), ''] as const,
  ];
  const column = (index: number, column: Omit<Column, 'cells'>): Column => ({
    ...column,
    cells: rows.map((row) => row[index]!),
  });
  const [titles = '', ...lines] = tableLines(
    [
      column(0, { title: 'file', minWidth: 12 }),
      column(1, { title: 'flows', align: 'right' }),
      column(2, { title: 'rejected', align: 'right' }),
      // Most logs have nothing but flows.
      ...(sums.skipped > 0 ? [column(3, { title: 'skipped', align: 'right' } as const)] : []),
      column(4, { title: '' }),
    ],
    screenWidth(),
  );
  return [styled('bold', titles), ...lines];
}

function rowOf(result: Listed): readonly string[] {
  const { path } = result.file;
  if ('error' in result) return [path, '', '', '', 'failed'];
  const { report } = result;
  if (report.repeated) return [path, '', '', '', 'already ingested'];
  return [path, ...countsOf(report), holdsNoFlow(report) ? 'no flow in it' : 'ingested'];
}

function countsOf({
  flows,
  rejected,
  skipped,
}: Pick<IngestReport, 'flows' | 'rejected' | 'skipped'>): readonly string[] {
  return [flows, rejected, skipped].map((count) => formatCount(count));
}
