import {
  type IngestOptions,
  type IngestReport,
  type FlowSource,
  lineChunks,
} from '@cfw-flow/store';
import { inTransaction } from '../database/transaction.ts';
import { ahead } from './ahead.ts';
import { heldAmong, rememberBatches } from './held-batches.ts';
import { chunkSize, type Intake } from './intake.ts';
import type { SourceReader } from './source-reader.ts';

/** Ingests a batch: all its good lines and its identity in one transaction, or nothing. */
export async function appendBatch(
  intake: Intake,
  source: FlowSource,
  reader: SourceReader,
  { signal, onProgress }: IngestOptions,
  report: IngestReport,
): Promise<void> {
  const { connection, limits } = intake;
  const identity = source.identity!;
  if ((await heldAmong(connection, [identity])).has(identity)) {
    report.repeated = true;
    return;
  }
  await inTransaction(connection, async () => {
    await reader.begin(chunkSize(limits), signal);
    const { content, bytesRead } = source.open();
    for await (const chunk of ahead(lineChunks(source.name, content, chunkSize(limits)))) {
      signal?.throwIfAborted();
      await reader.add(chunk);
      onProgress?.(bytesRead());
    }
    await reader.end();
    await rememberBatches(connection, [{ source, report }]);
  });
  intake.committed(report.flows);
  await intake.letters.write();
}
