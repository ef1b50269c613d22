import {
  type IngestOptions,
  type IngestReport,
  type FlowSource,
  type LineChunk,
  lineChunks,
} from '@cfw-flow/store';
import { inTransaction } from '../database/transaction.ts';
import { appendSource, emptyReport, readerOf, tidy } from './append-source.ts';
import { heldAmong, rememberBatches } from './held-batches.ts';
import { chunkSize, type Intake } from './intake.ts';
import { isFlowRecord, SourceReader } from './source-reader.ts';

/** A source that waits to be ingested. */
export interface Waiting {
  readonly source: FlowSource;
  readonly options: IngestOptions;
}

/** A batch whose whole content was read. */
interface Whole {
  readonly batch: Waiting;
  readonly chunk: LineChunk;
  /** Bytes that were read of it, before decompression. */
  readonly bytesRead: number;
}

/** A batch that is being ingested. */
interface Part extends Waiting, Omit<Whole, 'batch'> {
  readonly report: IngestReport;
  readonly reader: SourceReader;
}

/**
 * Ingests batches that came while another one was ingested. Those that are alike are ingested at
 * once: twenty statements for all of them take less than twenty for each.
 */
export async function appendBatches(
  intake: Intake,
  batches: readonly Waiting[],
): Promise<PromiseSettledResult<IngestReport>[]> {
  const reports = await appendAlike(intake, batches);
  const outcomes: PromiseSettledResult<IngestReport>[] = [];
  for (const batch of batches) {
    const report = reports.get(batch) ?? appendSource(intake, batch.source, batch.options);
    outcomes.push(...(await Promise.allSettled([report])));
  }
  return outcomes;
}

/** Ingests those that go together. A batch without a report has to be ingested alone. */
async function appendAlike(
  intake: Intake,
  batches: readonly Waiting[],
): Promise<Map<Waiting, IngestReport>> {
  const alike = batches.filter((batch) => areAlike(batch, batches[0]!));
  const whole = await readWhole(alike, chunkSize(intake.limits));
  if (whole.length < 2) return new Map();
  try {
    return await appendTogether(intake, whole);
  } catch {
    // Nothing was ingested. Ingested alone, the one at fault tells what is wrong.
    return new Map();
  } finally {
    await tidy(intake);
  }
}

function areAlike({ source, options }: Waiting, other: Waiting): boolean {
  return (
    isFlowRecord(source.format) &&
    source.format === other.source.format &&
    options.fw_instance_id === other.options.fw_instance_id
  );
}

/** Reads batches, up to a size in bytes of all of them; those that are longer are left out. */
async function readWhole(batches: readonly Waiting[], size: number): Promise<Whole[]> {
  if (batches.length < 2) return [];
  const whole: Whole[] = [];
  let left = size;
  for (const batch of batches) {
    const read = await readShort(batch, left).catch(() => undefined);
    if (read === undefined) continue;
    whole.push(read);
    left -= read.chunk.bytes.byteLength;
  }
  return whole;
}

/** Reads a batch that is shorter than `size` bytes and can be read in bulk. */
async function readShort(batch: Waiting, size: number): Promise<Whole | undefined> {
  const { source, options } = batch;
  if (options.signal?.aborted) return undefined;
  const { content, bytesRead } = source.open();
  for await (const chunk of lineChunks(source.name, content, size)) {
    if (chunk.bytes.byteLength >= size || !chunk.holdsObjects) return undefined;
    return { batch, chunk, bytesRead: bytesRead() };
  }
  return undefined;
}

/** All of them in one transaction, each with a report of its own. */
async function appendTogether(
  intake: Intake,
  batches: readonly Whole[],
): Promise<Map<Waiting, IngestReport>> {
  const { connection } = intake;
  const known = await heldAmong(
    connection,
    batches.map(({ batch }) => batch.source.identity!),
  );
  const reports = new Map<Waiting, IngestReport>();
  const parts: Part[] = [];
  for (const { batch, ...read } of batches) {
    const { source, options } = batch;
    const report = emptyReport(source);
    reports.set(batch, report);
    report.repeated = known.has(source.identity!);
    known.add(source.identity!);
    if (report.repeated) continue;
    const reader = readerOf(intake, source, options, report);
    parts.push({ ...batch, ...read, report, reader });
  }
  if (parts.length === 0) return reports;
  await inTransaction(connection, async () => {
    await SourceReader.addTogether(parts);
    for (const { options, bytesRead } of parts) {
      options.signal?.throwIfAborted();
      options.onProgress?.(bytesRead);
    }
    await rememberBatches(connection, parts);
  });
  intake.committed(parts.reduce((flows, { report }) => flows + report.flows, 0));
  await intake.letters.write();
  return reports;
}
