import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AppendOptions,
  type AppendReport,
  canonicalAddress,
  type FlowSource,
  type LineChunk,
  lineChunks,
  linesAt,
  readFlow,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  createAddresses,
  insertFlows,
  otherAddresses,
  readTexts,
  readValues,
  rejectedPlaces,
} from './bulk-reader.ts';

/** Bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const chunkSize = 64 * 1024 * 1024;

/** Rejected lines that a report tells in full. */
const mostRejections = 100;

/** Takes a source in: all its good lines and its identity in one transaction, or nothing. */
export async function appendSource(
  connection: DuckDBConnection,
  spool: string,
  source: FlowSource,
  options: AppendOptions,
): Promise<AppendReport> {
  const report = { source: source.name, repeated: false, flows: 0, rejected: 0, rejections: [] };
  if (await isHeld(connection, source)) return { ...report, repeated: true };
  await connection.run('BEGIN TRANSACTION');
  try {
    await appendChunks(connection, spool, source, options, report);
    await connection.run(
      'INSERT INTO sources (identity, name, flows, rejected) VALUES (?, ?, ?, ?)',
      [source.identity, source.name, report.flows, report.rejected],
    );
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
  return report;
}

async function isHeld(connection: DuckDBConnection, source: FlowSource): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM sources WHERE identity = ?', [
    source.identity,
  ]);
  return found.currentRowCount > 0;
}

async function appendChunks(
  connection: DuckDBConnection,
  spool: string,
  source: FlowSource,
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { content, bytesRead } = source.open();
  const file = join(spool, 'chunk.ndjson');
  try {
    for await (const chunk of lineChunks(source.name, content, chunkSize)) {
      options.signal?.throwIfAborted();
      await writeFile(file, chunk.bytes);
      await appendChunk(connection, file, chunk, source, options.fw_instance_id, report);
      options.onProgress?.(bytesRead());
    }
  } finally {
    await rm(file, { force: true });
    await connection.run('DROP TABLE IF EXISTS texts');
    await connection.run('DROP TABLE IF EXISTS lines');
    await connection.run('DROP TABLE IF EXISTS addresses');
  }
}

async function appendChunk(
  connection: DuckDBConnection,
  file: string,
  chunk: LineChunk,
  source: FlowSource,
  firewall: string,
  report: AppendReport,
): Promise<void> {
  await connection.run(readTexts(source.format, file, firewall));
  await readAddresses(connection);
  await connection.run(readValues);
  const inserted = await connection.run(insertFlows);
  report.flows += inserted.rowsChanged;

  const rejected = await connection.runAndReadAll(rejectedPlaces);
  report.rejected += rejected.currentRowCount;
  const told = rejected.getRows().slice(0, mostRejections - report.rejections.length);
  for (const { line, text } of linesAt(
    chunk,
    told.map(([place]) => Number(place)),
  )) {
    const read = readFlow(source.format, text, firewall);
    const reason = 'reason' in read ? read.reason : 'DuckDB could not read it as a flow';
    report.rejections.push({ line, reason });
  }
}

/** IPv4 is told in SQL; the few other spellings of a chunk are told here, each once. */
async function readAddresses(connection: DuckDBConnection): Promise<void> {
  await connection.run(createAddresses);
  const written = await connection.runAndReadAll(otherAddresses);
  if (written.currentRowCount === 0) return;
  const appender = await connection.createAppender('addresses', 'main', 'temp');
  for (const [text] of written.getRows()) {
    const canonical = canonicalAddress(String(text));
    if (canonical === undefined) continue;
    appender.appendVarchar(String(text));
    appender.appendVarchar(canonical);
    appender.endRow();
  }
  appender.closeSync();
}
