import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type AppendOptions,
  type AppendReport,
  type FlowSource,
  homeNetworks,
  lineChunks,
  StoreError,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { explainShortage, type Limits } from '../database/limits.ts';
import { inTransaction } from '../database/transaction.ts';
import { forgetNumbers } from './dictionary.ts';
import { SourceReader } from './source-reader.ts';

/** Most bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const largestChunk = 128 * 1024 * 1024;

/** Where a store takes sources in, one after the other. */
export interface Intake {
  readonly connection: DuckDBConnection;
  /** Folder for the chunk under way. */
  readonly spool: string;
  readonly limits: Limits;
  /** Number of the last batch; the next one has a greater number. */
  lastBatch: number;
}

/** Takes a source in: all its good lines and its identity in one transaction, or nothing. */
export async function appendSource(
  intake: Intake,
  source: FlowSource,
  options: AppendOptions,
): Promise<AppendReport> {
  const { connection, spool, limits } = intake;
  const report: AppendReport = {
    source: source.name,
    repeated: false,
    flows: 0,
    rejected: 0,
    skipped: 0,
    rejections: [],
  };
  if (await isHeld(connection, source)) return { ...report, repeated: true };
  try {
    await inTransaction(connection, async () => {
      await appendChunks(intake, source, options, report);
      // What holds no flow is no log, or not one that is understood yet: it may come again.
      if (report.flows > 0) await remember(connection, source, report);
    });
  } catch (error) {
    throw explain(error as Error, spool, limits);
  } finally {
    await rm(join(spool, 'chunk.ndjson'), { force: true });
    await forgetNumbers(connection);
  }
  return report;
}

async function isHeld(connection: DuckDBConnection, source: FlowSource): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM sources WHERE identity = ?', [
    source.identity,
  ]);
  return found.currentRowCount > 0;
}

async function remember(connection: DuckDBConnection, source: FlowSource, report: AppendReport) {
  await connection.run(
    'INSERT INTO sources (identity, name, flows, rejected) VALUES (?, ?, ?, ?)',
    [source.identity, source.name, report.flows, report.rejected],
  );
}

/** The engine needs several times the size of a chunk to read it. */
function chunkSize({ memoryLimit }: Limits): number {
  return Math.min(largestChunk, Math.floor(memoryLimit / 32));
}

function explain(error: Error, spool: string, limits: Limits): unknown {
  if (!/ENOSPC|No space left|not enough space|could not write/i.test(error.message)) {
    return explainShortage(error, limits, 'Nothing of this log was taken in. Give it more.');
  }
  return new StoreError(
    'DATA_FULL',
    `There is no room left where the data is (${dirname(spool)}). Nothing of this log was taken in, what was there before stays. Make room, or choose another data directory.`,
    { cause: error },
  );
}

async function appendChunks(
  intake: Intake,
  source: FlowSource,
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { fw_instance_id: firewall, home, signal, onProgress } = options;
  const { connection, spool } = intake;
  const reader = new SourceReader(source, report, {
    connection,
    file: join(spool, 'chunk.ndjson'),
    nextBatch: () => ++intake.lastBatch,
    firewall,
    home: homeNetworks(home),
  });
  await reader.begin();
  const size = chunkSize(intake.limits);
  for (const log of source.hosts ?? []) {
    const hosts = reader.hostsFrom(log);
    for await (const chunk of ahead(lineChunks(log.name, log.open().content, size))) {
      signal?.throwIfAborted();
      await hosts(chunk);
    }
  }
  const { content, bytesRead } = source.open();
  for await (const chunk of ahead(lineChunks(source.name, content, size))) {
    signal?.throwIfAborted();
    await reader.add(chunk);
    onProgress?.(bytesRead());
  }
  await reader.end();
}

/** Gets each item while the one before is still worked on. */
async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
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
