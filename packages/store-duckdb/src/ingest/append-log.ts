import { setImmediate } from 'node:timers/promises';
import {
  type AppendOptions,
  type AppendReport,
  byteOrderMark,
  type FlowSource,
  type LineChunk,
  lineChunks,
  type LogFormat,
  type Mark,
  readFlow,
  type Rejection,
  survey,
} from '@cfw-flow/store';
import { inTransaction } from '../database/transaction.ts';
import { ahead, appendChunk, chunkSize, type Intake } from './append.ts';
import { changed, findLog, rememberLog } from './held-logs.ts';
import { Place, tailAfter } from './log-place.ts';

/** Bytes that are hashed before others get their turn: a few milliseconds. */
const hashedAtATime = 4 * 1024 * 1024;

/** How often a log is looked at that becomes another one meanwhile. */
const mostAttempts = 3;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A chunk of a log, and what is remembered with it. */
interface Part {
  chunk: LineChunk;
  /** Where it ends. */
  place: Place;
  marks: Mark[];
  /** Why the last line, which has no line feed, is none; it is not in the chunk then. */
  unfinished: Rejection | undefined;
}

/**
 * Takes in what is new of a log: each chunk in a transaction, together with how far the log is then.
 */
export async function appendLog(
  intake: Intake,
  source: FlowSource,
  options: AppendOptions,
  report: AppendReport,
): Promise<void> {
  const { start, content, bytesRead } = await openWhereItEnded(intake, source, options);
  if (start !== undefined) report.place = start;
  if (start === undefined || content === undefined) {
    report.repeated = true;
    return;
  }
  const chunks = lineChunks(source.name, content, chunkSize(intake.limits), {
    // What is left of the line that the place is the end of.
    firstLine: Math.max(1, start.lines),
    isBeginning: start.bytes === 0,
  });
  let place = start;
  for await (const part of ahead(partsOf(chunks, start, source.format, options))) {
    options.signal?.throwIfAborted();
    place = await appendPart(intake, source, part, place, options, report);
    report.place = place;
    options.onProgress?.(bytesRead?.() ?? 0);
  }
  report.repeated = start.bytes > 0 && report.flows === 0 && place.lines === start.lines;
}

interface Opened {
  /** Where the log goes on; nowhere when it is the beginning of one that is held. */
  start?: Place;
  /** What comes after; nothing when all is held. */
  content?: AsyncIterable<Uint8Array>;
  bytesRead?: () => number;
}

async function openWhereItEnded(
  { connection }: Intake,
  source: FlowSource,
  { after, signal }: AppendOptions,
): Promise<Opened> {
  if (after instanceof Place) {
    const opened = await openAfter(source, after);
    if (opened !== undefined) return opened;
  }
  // It may be rotated between the two times that it is opened.
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { place, isHeld, isPart } = await findLog(connection, source, signal);
    if (isPart) return {};
    if (isHeld) return { start: place };
    const opened = await openAfter(source, place);
    if (opened !== undefined) return opened;
  }
  throw changed(source);
}

/** Opens a log after a place, unless what lies before is not what it was. */
async function openAfter(source: FlowSource, start: Place): Promise<Opened | undefined> {
  const { tail, bytes } = start;
  const { content, bytesRead } = source.open(bytes - tail.byteLength);
  const pieces = content[Symbol.asyncIterator]();
  let seen = Buffer.alloc(0);
  while (seen.byteLength < tail.byteLength) {
    const { done, value } = await pieces.next();
    if (done) break;
    seen = Buffer.concat([seen, value as Uint8Array]);
  }
  if (!seen.subarray(0, tail.byteLength).equals(tail)) {
    await pieces.return?.();
    return undefined;
  }
  return { start, content: goOn(seen.subarray(tail.byteLength), pieces), bytesRead };
}

async function* goOn(
  first: Uint8Array,
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let item = await pieces.next(); !item.done; item = await pieces.next()) yield item.value;
  } finally {
    await pieces.return?.();
  }
}

/** Finds out how far the log is after each chunk. */
async function* partsOf(
  chunks: AsyncIterable<LineChunk>,
  start: Place,
  format: LogFormat,
  options: AppendOptions,
): AsyncGenerator<Part> {
  const fingerprint = start.fingerprint.copy();
  let { tail } = start;
  for await (const whole of chunks) {
    const { chunk, unfinished } = await withoutUnfinished(whole, format, options);
    const marks: Mark[] = [];
    if (chunk.skipped > 0) marks.push(...fingerprint.update(byteOrderMark));
    const end = endOfText(chunk.bytes);
    for (let from = 0; from < end; from += hashedAtATime) {
      const piece = chunk.bytes.subarray(from, Math.min(end, from + hashedAtATime));
      for (const mark of fingerprint.update(piece)) marks.push(mark);
      await setImmediate();
    }
    tail = tailAfter(tail, chunk.bytes.subarray(0, end));
    const place = new Place({
      log: undefined,
      lines: chunk.firstLine + chunk.lines - 1,
      fingerprint: fingerprint.copy(),
      tail,
      unsaved: { marks: [], rejected: 0 },
    });
    marks.push(...fingerprint.update(chunk.bytes.subarray(end)));
    tail = tailAfter(tail, chunk.bytes.subarray(end));
    yield { chunk, place, marks, unfinished };
  }
}

/**
 * Leaves out a last line without a line feed that is no flow, perhaps not yet: should the log grow,
 * the line is read anew. Whoever is still writing may be in the middle of it.
 */
async function withoutUnfinished(
  chunk: LineChunk,
  format: LogFormat,
  { growing, fw_instance_id }: AppendOptions,
): Promise<Pick<Part, 'chunk' | 'unfinished'>> {
  const begin = chunk.bytes.lastIndexOf(lineFeed) + 1;
  const text = chunk.bytes.subarray(begin).toString('utf8');
  if (text.trim() === '' || isWholeObject(text)) return { chunk, unfinished: undefined };
  const read = growing ? undefined : readFlow(format, text, fw_instance_id);
  if (read !== undefined && 'flow' in read) return { chunk, unfinished: undefined };
  const line = chunk.firstLine + chunk.lines - 1;
  const bytes = chunk.bytes.subarray(0, begin);
  const { count, ...rest } = await survey(bytes);
  return {
    chunk: { ...chunk, ...rest, bytes, lines: count },
    unfinished: read === undefined ? undefined : { line, reason: read.reason },
  };
}

function isWholeObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the last line ends, but for its line feed. */
function endOfText(bytes: Buffer): number {
  let end = bytes.byteLength;
  if (bytes[end - 1] === lineFeed) end--;
  if (bytes[end - 1] === carriageReturn) end--;
  return end;
}

async function appendPart(
  intake: Intake,
  source: FlowSource,
  { chunk, place, marks, unfinished }: Part,
  before: Place,
  { fw_instance_id: firewall }: AppendOptions,
  report: AppendReport,
): Promise<Place> {
  const { flows, rejected } = report;
  const remembered = await inTransaction(intake.connection, async () => {
    await appendChunk(intake, chunk, source.format, firewall, report);
    const { log, unsaved } = before;
    return rememberLog(intake.connection, new Place({ ...place, log, unsaved }), {
      name: source.name,
      flows: report.flows - flows,
      rejected: report.rejected - rejected,
      marks,
    });
  });
  intake.committed(report.flows - flows);
  if (unfinished !== undefined) {
    report.rejected++;
    report.rejections.push(unfinished);
  }
  await intake.letters.write();
  return remembered;
}
