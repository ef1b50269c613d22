import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type AppendOptions,
  type AppendReport,
  type FlowRecord,
  type FlowSource,
  flowFields,
  type Line,
  lineChunks,
  linesAt,
  linesOf,
  type LogFormat,
  readFlow,
  StoreError,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { insertFlows, readTexts, rejectedPlaces } from './bulk-reader.ts';
import { forgetNumbers, numberTexts } from './dictionary.ts';
import { explainShortage, type Limits } from './limits.ts';

/** Most bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const largestChunk = 128 * 1024 * 1024;

/** Rejected lines that a report tells in full. */
const mostRejections = 100;

/** Takes a source in: all its good lines and its identity in one transaction, or nothing. */
export async function appendSource(
  connection: DuckDBConnection,
  spool: string,
  limits: Limits,
  source: FlowSource,
  options: AppendOptions,
): Promise<AppendReport> {
  const report = { source: source.name, repeated: false, flows: 0, rejected: 0, rejections: [] };
  if (await isHeld(connection, source)) return { ...report, repeated: true };
  const file = join(spool, 'chunk.ndjson');
  await connection.run('BEGIN TRANSACTION');
  try {
    await appendChunks(connection, file, chunkSize(limits), source, options, report);
    // What holds no flow is no log, or not one that is understood yet: it may come again.
    if (report.flows > 0) await remember(connection, source, report);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw explain(error as Error, spool, limits);
  } finally {
    await rm(file, { force: true });
    await connection.run('DROP VIEW IF EXISTS temp.texts');
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
  connection: DuckDBConnection,
  file: string,
  chunkSize: number,
  source: FlowSource,
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { content, bytesRead } = source.open();
  const { fw_instance_id: firewall, signal, onProgress } = options;
  for await (const chunk of ahead(lineChunks(source.name, content, chunkSize))) {
    signal?.throwIfAborted();
    if (chunk.holdsObjects) {
      const places = await appendLines(connection, file, chunk.bytes, source.format, firewall);
      report.flows += places.accepted;
      const left = linesAt(chunk, places.rejected);
      await appendPlainly(connection, file, left, source.format, firewall, report);
    } else {
      await appendPlainly(connection, file, linesOf(chunk), source.format, firewall, report);
    }
    onProgress?.(bytesRead());
  }
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

/** Takes lines in by DuckDB's reader, and tells the places of those that it did not take for flows. */
async function appendLines(
  connection: DuckDBConnection,
  file: string,
  lines: Uint8Array | string,
  format: LogFormat,
  firewall: string,
): Promise<{ accepted: number; rejected: number[] }> {
  await writeFile(file, lines);
  await connection.run(readTexts(format, file, firewall));
  const count = await numberTexts(connection);
  const { rowsChanged: accepted } = await connection.run(insertFlows);
  if (accepted === count) return { accepted, rejected: [] };
  const rejected = await connection.runAndReadAll(rejectedPlaces);
  return { accepted, rejected: rejected.getRows().map(([place]) => Number(place)) };
}

/**
 * Takes lines in by the plain reader, which is slower but takes all that is JSON, and knows what is
 * wrong with a line. Its flows are written anew for DuckDB.
 */
async function appendPlainly(
  connection: DuckDBConnection,
  file: string,
  lines: Iterable<Line>,
  format: LogFormat,
  firewall: string,
  report: AppendReport,
): Promise<void> {
  const flows: string[] = [];
  for (const { line, text } of lines) {
    const read = readFlow(format, text, firewall);
    if ('flow' in read) {
      flows.push(`${writeFlow(read.flow)}\n`);
      continue;
    }
    report.rejected++;
    if (report.rejections.length < mostRejections) {
      report.rejections.push({ line, reason: read.reason });
    }
  }
  if (flows.length === 0) return;
  const { accepted } = await appendLines(connection, file, flows.join(''), writtenFlow, firewall);
  if (accepted !== flows.length) {
    throw new Error(`DuckDB took ${accepted} of ${flows.length} flows that the plain reader read`);
  }
  report.flows += accepted;
}

/** How {@link writeFlow} writes a flow. */
const writtenFlow: LogFormat = {
  name: 'flow',
  title: 'Flow record',
  fields: Object.fromEntries(flowFields.map((field) => [field, field])) as LogFormat['fields'],
};

/** A half of a surrogate pair can't be written as UTF-8 and becomes U+FFFD. */
function writeFlow(flow: FlowRecord): string {
  const texts = Object.entries(flow).map(([field, value]) => [field, String(value).toWellFormed()]);
  return JSON.stringify(Object.fromEntries(texts));
}
