import type { LogFormat } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { DATA } from './defaults.ts';
import { dryRun } from './dry-run.ts';
import { type KnowledgeOptions, openKnowledge } from './enrichment/knowledge.ts';
import { Failure } from './failure.ts';
import { untilInterrupted } from './interrupt.ts';
import { type Loaded, loadFiles, tellTroubles } from './load.ts';
import { findLogFiles, type LogFile } from './log-files.ts';
import { counted, formatCount } from './quantity.ts';
import { rollUp } from './roll-up.ts';
import { type Column, tableLines } from './table.ts';
import { note, type Piece, print, styled } from './terminal.ts';

/** What `cfw-flow ingest` was asked for. */
export interface IngestOptions extends KnowledgeOptions {
  data?: string;
  /** Most memory of the database, in bytes. */
  memory?: number;
  firewall: string;
  internalNetworks?: readonly string[];
  format?: LogFormat;
  /** Whether it is only shown what would be ingested. */
  dryRun?: boolean;
}

/**
 * Takes files into a data directory.
 *
 * @throws {@link Failure} when one of them failed; the others are kept
 */
export async function ingest(paths: readonly string[], options: IngestOptions): Promise<void> {
  const { data = DATA, memory, firewall, internalNetworks, format } = options;
  const { files, failures, leftOut } = await findLogFiles(paths);
  for (const { message } of [...failures, ...leftOut]) note(message);
  let failed = failures.length + leftOut.length;
  if (options.dryRun) {
    failed += await showOnly(files, options);
  } else if (files.length > 0) {
    let allTakenIn = false;
    const interrupted = await untilInterrupted(async (signal) => {
      const knowledge = await openKnowledge(options);
      const store = await openDuckdbStore({
        onWarning: note,
        directory: data,
        enrichment: knowledge.enrichment,
        ...(memory !== undefined && { memoryLimit: memory }),
      }).finally(() => knowledge.stop());
      try {
        const loaded = await loadFiles(store, files, {
          firewall,
          internalNetworks,
          format,
          signal,
        });
        tellTroubles(loaded, data);
        for (const line of summaryLines(loaded)) print(line);
        failed += loaded.filter((result) => 'error' in result).length;
        allTakenIn = true;
        await rollUp(store, signal);
      } finally {
        await store.close();
      }
    });
    if (interrupted && allTakenIn) {
      note('Interrupted while rolling up. All flows are kept, and it goes on the next time.');
    } else if (interrupted) {
      throw new Failure(
        `Interrupted. What was ingested is kept in ${data}; the same command goes on with the rest.`,
      );
    }
  }
  if (failed > 0) {
    throw new Failure(
      `${counted(failed, 'source')} failed, see above. Once mended, the same command adds what is missing.`,
    );
  }
}

async function showOnly(files: readonly LogFile[], options: IngestOptions): Promise<number> {
  const { firewall, internalNetworks, format } = options;
  let failed = 0;
  const interrupted = await untilInterrupted(async (signal) => {
    const knowledge = await openKnowledge(options);
    await knowledge.stop();
    const enrichment = knowledge.enrichment();
    failed = await dryRun(files, { firewall, internalNetworks, format, enrichment, signal });
  });
  if (interrupted) throw new Failure('Interrupted. Nothing was ingested.');
  return failed;
}

function summaryLines(loaded: readonly Loaded[]): Piece[] {
  let flows = 0;
  let rejected = 0;
  let skipped = 0;
  const rows = loaded.map((result): readonly string[] => {
    if ('error' in result) return [result.file.path, '', '', '', 'failed'];
    const { report } = result;
    if (report.repeated) return [result.file.path, '', '', '', 'held already'];
    flows += report.flows;
    rejected += report.rejected;
    skipped += report.skipped;
    const verdict = report.flows === 0 && report.rejected > 0 ? 'no flow in it' : 'ingested';
    const counts = [report.flows, report.rejected, report.skipped].map((count) =>
      formatCount(count),
    );
    return [result.file.path, ...counts, verdict];
  });
  const sums = [flows, rejected, skipped].map((count) => formatCount(count));
  rows.push([counted(loaded.length, 'file'), ...sums, '']);
  const column = (index: number, column: Omit<Column, 'cells'>): Column => ({
    ...column,
    cells: rows.map((row) => row[index]!),
  });
  const [titles = '', ...lines] = tableLines(
    [
      column(0, { title: 'file', least: 12 }),
      column(1, { title: 'flows', align: 'right' }),
      column(2, { title: 'rejected', align: 'right' }),
      // Most logs have nothing but flows.
      ...(skipped > 0 ? [column(3, { title: 'skipped', align: 'right' } as const)] : []),
      column(4, { title: '' }),
    ],
    process.stdout.columns ?? Infinity,
  );
  return [styled('bold', titles), ...lines];
}
