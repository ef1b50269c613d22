import {
  type AppendOptions,
  type AppendReport,
  type Enrichment,
  type FlowSource,
  lineChunks,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Limits } from '../database/limits.ts';
import { inTransaction } from '../database/transaction.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { SourceReader } from './source-reader.ts';

/** Most bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const largestChunk = 128 * 1024 * 1024;

/** Where a store takes sources in, one after the other. */
export interface Intake {
  readonly connection: DuckDBConnection;
  /** Folder for the chunk under way. */
  readonly spool: string;
  readonly limits: Limits;
  /** What is known beside the logs, asked for each source anew; nothing when left out. */
  readonly enrichment: (() => Enrichment) | undefined;
  /** Number of the last batch; the next one has a greater number. */
  lastBatch: number;
  /** Takes the lines that are not flows. */
  readonly letters: DeadLetters;
  /** Called after each transaction, with the flows that it added. */
  committed: (flows: number) => void;
}

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

/** The engine needs several times the size of a chunk to read it. */
export function chunkSize({ memoryLimit }: Limits): number {
  return Math.min(largestChunk, Math.floor(memoryLimit / 32));
}

/** Gets each item while the one before is still worked on. */
export async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = items.next();
      // A failure is told when its turn comes.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined);
  }
}
