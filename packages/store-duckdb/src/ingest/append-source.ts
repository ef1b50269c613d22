import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type IngestOptions,
  type IngestReport,
  type FlowSource,
  parseInternalNetworks,
  StoreError,
} from '@cfw-flow/store';
import { isFullDisk } from '../database/full-disk.ts';
import { appendBatch } from './append-batch.ts';
import { appendLog } from './append-log.ts';
import { forgetNumbers } from './dictionary.ts';
import type { Intake } from './intake.ts';
import { SourceReader } from './source-reader.ts';

/**
 * Ingests a source: of a batch, all its good lines and its identity in one transaction, or nothing;
 * of a log, what is new.
 */
export async function appendSource(
  intake: Intake,
  source: FlowSource,
  options: IngestOptions,
): Promise<IngestReport> {
  const report = emptyReport(source);
  const reader = readerOf(intake, source, options, report);
  const append = source.identity === undefined ? appendLog : appendBatch;
  try {
    await append(intake, source, reader, options, report);
  } catch (error) {
    throw explain(error as Error, intake);
  } finally {
    await tidy(intake, report.repeated);
  }
  return report;
}

/** What is known before a source is read. */
export function emptyReport({ name }: FlowSource): IngestReport {
  return { source: name, repeated: false, flows: 0, rejected: 0, skipped: 0, rejections: [] };
}

/** Reads a source into its report. */
export function readerOf(
  intake: Intake,
  source: FlowSource,
  options: IngestOptions,
  report: IngestReport,
): SourceReader {
  return new SourceReader(source, report, {
    connection: intake.connection,
    file: chunkFile(intake),
    nextBatch: () => ++intake.lastBatch,
    letters: intake.letters,
    firewall: options.fw_instance_id,
    internalNetworks: parseInternalNetworks(options.internalNetworks),
    // All flows of a source are held against the same lists, whatever is loaded meanwhile.
    enrichment: intake.enrichment?.(),
  });
}

/** Lets go of what belongs to a source. */
export async function tidy(intake: Intake, isUnread = false): Promise<void> {
  intake.letters.discard();
  if (isUnread) return;
  await rm(chunkFile(intake), { force: true });
  await forgetNumbers(intake.connection);
}

function chunkFile({ spool }: Intake): string {
  return join(spool, 'chunk.ndjson');
}

function explain(error: Error, { spool }: Intake): unknown {
  if (!isFullDisk(error)) return error;
  return new StoreError(
    'DATA_FULL',
    `There is no room left where the data is (${dirname(spool)}). The rest of this log was not ingested, what was there before stays. Make room and ingest it again, or choose another data directory.`,
    { cause: error },
  );
}
