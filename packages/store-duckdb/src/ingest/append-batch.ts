import {
  type AppendOptions,
  type AppendReport,
  type FlowSource,
  lineChunks,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inTransaction } from '../database/transaction.ts';
import { ahead } from './ahead.ts';
import { chunkSize, type Intake } from './intake.ts';
import type { SourceReader } from './source-reader.ts';

/** Takes a batch in: all its good lines and its identity in one transaction, or nothing. */
export async function appendBatch(
  intake: Intake,
  source: FlowSource,
  reader: SourceReader,
  { signal, onProgress }: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { connection, limits } = intake;
  if (await isHeld(connection, source)) {
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
    // What holds no flow is no log, or not one that is understood yet: it may come again.
    if (report.flows > 0) await remember(connection, source, report);
  });
  intake.committed(report.flows);
  await intake.letters.write();
}

async function isHeld(connection: DuckDBConnection, source: FlowSource): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM sources WHERE identity = ?', [
    source.identity!,
  ]);
  return found.currentRowCount > 0;
}

async function remember(connection: DuckDBConnection, source: FlowSource, report: AppendReport) {
  await connection.run(
    'INSERT INTO sources (identity, name, flows, rejected) VALUES (?, ?, ?, ?)',
    [source.identity!, source.name, report.flows, report.rejected],
  );
}
