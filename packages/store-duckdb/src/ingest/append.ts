import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type AppendOptions,
  type AppendReport,
  type FlowRecord,
  type FlowSource,
  flowFields,
  type Line,
  type LineChunk,
  lineChunks,
  linesAt,
  linesOf,
  type LogFormat,
  readFlow,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Limits } from '../database/limits.ts';
import { inTransaction } from '../database/transaction.ts';
import { insertFlows, readLines, rejectedPlaces } from './bulk-reader.ts';
import type { DeadLetters } from './dead-letters.ts';
import { numberTexts } from './dictionary.ts';

/** Most bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const largestChunk = 128 * 1024 * 1024;

/** Lines read plainly before others get their turn: some milliseconds. */
const linesAtATime = 1000;

/** Rejected lines that a report tells in full. */
const mostRejections = 100;

/** Where a store takes sources in, one after the other. */
export interface Intake {
  readonly connection: DuckDBConnection;
  /** Folder for the chunk under way. */
  readonly spool: string;
  readonly limits: Limits;
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
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { connection } = intake;
  if (await isHeld(connection, source)) {
    report.repeated = true;
    return;
  }
  await inTransaction(connection, async () => {
    await appendChunks(intake, source, options, report);
    // What holds no flow is no log, or not one that is understood yet: it may come again.
    if (report.flows > 0) await remember(connection, source, report);
  });
  intake.committed(report.flows);
  await intake.letters.write();
}

/** The file that the engine reads a chunk from. */
export function chunkFile({ spool }: Intake): string {
  return join(spool, 'chunk.ndjson');
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

/** Bytes of a chunk: the engine needs several times as many to read it. */
export function chunkSize({ memoryLimit }: Limits): number {
  return Math.min(largestChunk, Math.floor(memoryLimit / 32));
}

async function appendChunks(
  intake: Intake,
  source: FlowSource,
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { format } = source;
  const { content, bytesRead } = source.open();
  const { fw_instance_id: firewall, signal, onProgress } = options;
  for await (const chunk of ahead(lineChunks(source.name, content, chunkSize(intake.limits)))) {
    signal?.throwIfAborted();
    await appendChunk(intake, chunk, format, firewall, report);
    onProgress?.(bytesRead());
  }
}

/** Takes the lines of a chunk in, within the transaction of the caller. */
export async function appendChunk(
  intake: Intake,
  chunk: LineChunk,
  format: LogFormat,
  firewall: string,
  report: AppendReport,
): Promise<void> {
  if (chunk.holdsObjects) {
    const places = await appendLines(intake, chunk, format, firewall);
    report.flows += places.accepted;
    const left = linesAt(chunk, places.rejected);
    await appendPlainly(intake, left, format, firewall, report);
  } else {
    await appendPlainly(intake, linesOf(chunk), format, firewall, report);
  }
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

/** Takes lines in by DuckDB's reader, and tells the places of those that it did not take for flows. */
async function appendLines(
  intake: Intake,
  { bytes, longest }: Pick<LineChunk, 'bytes' | 'longest'>,
  format: LogFormat,
  firewall: string,
): Promise<{ accepted: number; rejected: number[] }> {
  const { connection } = intake;
  const file = chunkFile(intake);
  await writeFile(file, bytes);
  const count = await readAndNumber(connection, (separator) =>
    readLines(format, { path: file, longest }, firewall, separator),
  );
  const { rowsChanged: accepted } = await connection.run(insertFlows(++intake.lastBatch));
  if (accepted === count) return { accepted, rejected: [] };
  const rejected = await connection.runAndReadAll(rejectedPlaces);
  return { accepted, rejected: rejected.getRows().map(([place]) => Number(place)) };
}

/**
 * Reads lines and numbers what they say. The separator is a control character, and if that is in a
 * word, something that nobody writes.
 *
 * @returns how many lines there are
 */
async function readAndNumber(
  connection: DuckDBConnection,
  read: (separator: string) => string,
): Promise<number> {
  for (const separator of ['\u001f', randomUUID()]) {
    const [[count]] = (await connection.runAndReadAll(read(separator))).getRows() as [[bigint]];
    if (await numberTexts(connection, separator)) return Number(count);
  }
  throw new Error('Words of the lines have a random separator in them');
}

/**
 * Takes lines in by the plain reader, which is slower but takes all that is JSON, and knows what is
 * wrong with a line. Its flows are written anew for DuckDB.
 */
async function appendPlainly(
  intake: Intake,
  lines: Iterable<Line>,
  format: LogFormat,
  firewall: string,
  report: AppendReport,
): Promise<void> {
  const flows: Buffer[] = [];
  let count = 0;
  for (const { line, text } of lines) {
    if (++count % linesAtATime === 0) await setImmediate();
    const read = readFlow(format, text, firewall);
    if ('flow' in read) {
      flows.push(Buffer.from(`${writeFlow(read.flow)}\n`));
      continue;
    }
    report.rejected++;
    intake.letters.add({ source: report.source, line, reason: read.reason, text });
    if (report.rejections.length < mostRejections) {
      report.rejections.push({ line, reason: read.reason });
    }
  }
  if (flows.length === 0) return;
  const written = { bytes: Buffer.concat(flows), longest: lengthOfLongest(flows) };
  const { accepted } = await appendLines(intake, written, writtenFlow, firewall);
  if (accepted !== flows.length) {
    throw new Error(`DuckDB took ${accepted} of ${flows.length} flows that the plain reader read`);
  }
  report.flows += accepted;
}

function lengthOfLongest(lines: readonly Buffer[]): number {
  return lines.reduce((longest, { byteLength }) => Math.max(longest, byteLength), 0);
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
