import type { EngineWrite } from '../engine.ts';
import { BatchReading } from './batch-reading.ts';
import type { FlowSource } from '../source.ts';
import type { IngestOptions, IngestReport } from '../store.ts';
import { BlockLoader, emptyReport, type IngestContext } from './ingest-context.ts';

/** A batch that waits to be ingested. */
export interface PendingBatch {
  readonly source: FlowSource;
  readonly options: IngestOptions;
}

/**
 * Ingests batches that came while another one was ingested, all of them in one write: a commit for
 * all takes no longer than one for each.
 */
export async function ingestBatches(
  context: IngestContext,
  batches: readonly PendingBatch[],
): Promise<PromiseSettledResult<IngestReport>[]> {
  if (batches.length > 1) {
    try {
      const reports = await ingestTogether(context, batches);
      return reports.map((value) => ({ status: 'fulfilled', value }));
    } catch {
      // Nothing was ingested. Ingested alone, the one at fault tells what is wrong.
    }
  }
  const outcomes: PromiseSettledResult<IngestReport>[] = [];
  for (const batch of batches) {
    const alone = ingestTogether(context, [batch]).then(([report]) => report!);
    outcomes.push(...(await Promise.allSettled([alone])));
  }
  return outcomes;
}

/** All of them in one write, each with a report of its own. */
async function ingestTogether(
  context: IngestContext,
  batches: readonly PendingBatch[],
): Promise<IngestReport[]> {
  const { engine, letters } = context;
  const known = await engine.ingestedBatches(batches.map(({ source }) => source.identity!));
  const reports = batches.map(({ source }) => emptyReport(source));
  const fresh: (PendingBatch & { report: IngestReport })[] = [];
  for (const [at, batch] of batches.entries()) {
    const report = reports[at]!;
    report.repeated = known.has(batch.source.identity!);
    known.add(batch.source.identity!);
    if (!report.repeated) fresh.push({ ...batch, report });
  }
  if (fresh.length === 0) return reports;
  const readings = fresh.map((batch) => new BatchReading(batch));
  const write = await engine.begin();
  try {
    for (const [at, reading] of readings.entries()) {
      // The next batch is read while this one is loaded.
      reading.begin();
      readings[at + 1]?.begin();
      await loadAll(context, write, fresh[at]!, reading);
    }
    // What holds no flow is no log, or not one that is understood yet: it may come again.
    const saved = fresh.filter(({ report }) => report.flows > 0);
    await write.saveBatches(
      saved.map(({ source: { identity, name }, report: { flows, rejected } }) => ({
        identity: identity!,
        name,
        flows,
        rejected,
      })),
    );
    await write.commit();
  } catch (error) {
    await write.abort();
    letters.discard();
    throw error;
  } finally {
    await Promise.all(readings.map((reading) => reading.end()));
  }
  await letters.write();
  return reports;
}

async function loadAll(
  context: IngestContext,
  write: EngineWrite,
  { options: { signal, onProgress }, report }: PendingBatch & { report: IngestReport },
  reading: BatchReading,
): Promise<void> {
  const loader = new BlockLoader(context, report);
  for await (const block of reading.blocks()) {
    signal?.throwIfAborted();
    await loader.load(write, block);
    onProgress?.(reading.bytesRead);
  }
}
