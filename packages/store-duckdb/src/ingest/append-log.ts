import { setImmediate } from 'node:timers/promises';
import {
  type IngestOptions,
  type IngestReport,
  byteOrderMark,
  type FlowSource,
  type LineChunk,
  lineChunks,
  type LineReader,
  type Mark,
  type Rejection,
  survey,
} from '@cfw-flow/store';
import { inTransaction } from '../database/transaction.ts';
import { ahead } from './ahead.ts';
import { changed, findLog, rememberLog } from './held-logs.ts';
import { chunkSize, type Intake } from './intake.ts';
import { Place, tailAfter } from './log-place.ts';
import { type SourceReader, textsIn } from './source-reader.ts';

/** Bytes that are hashed before others get their turn: a few milliseconds. */
const hashedAtATime = 4 * 1024 * 1024;

/** How often a log is looked at that becomes another one meanwhile. */
const maxAttempts = 3;

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

/** Bytes before a place in which lines are looked for that name hosts of the flows after it. */
const lookedBack = 8 * 1024 * 1024;

/** Bytes in which the lines that name the columns are, at the beginning of a log. */
const headSize = 64 * 1024;

/**
 * Ingests what is new of a log: each chunk in a transaction, together with how far the log is then.
 * Where lines of one conversation have to come together, all is one transaction.
 */
export async function appendLog(
  intake: Intake,
  source: FlowSource,
  reader: SourceReader,
  options: IngestOptions,
  report: IngestReport,
): Promise<void> {
  const { start, content, bytesRead } = await openWhereItEnded(intake, source, options);
  if (start !== undefined) report.place = start;
  if (start === undefined || content === undefined) {
    report.repeated = true;
    return;
  }
  await reader.begin(chunkSize(intake.limits), options.signal);
  const head = start.bytes === 0 ? [] : await lookBack(source, reader, start);
  const chunks = lineChunks(source.name, content, chunkSize(intake.limits), {
    // What is left of the line that the place is the end of.
    firstLine: Math.max(1, start.lines),
    isBeginning: start.bytes === 0,
  });
  const appended = new Appended(intake, source.name, reader, report, start);
  const lines = reader.lineReader();
  const parts = ahead(partsOf(chunks, start, { lines, head }, options));
  const takeAll = async (take: (part: Part) => Promise<void>) => {
    for await (const part of parts) {
      options.signal?.throwIfAborted();
      await take(part);
      options.onProgress?.(bytesRead?.() ?? 0);
    }
  };
  if (source.format.unidirectional) await appended.together(takeAll);
  else await takeAll((part) => appended.add(part));
  const { lines: end } = appended.place;
  report.repeated = start.bytes > 0 && report.flows === 0 && end === start.lines;
}

/**
 * Reads what the lines after a place need from before it: the columns, and names of hosts.
 *
 * @returns the first lines
 */
async function lookBack(
  source: FlowSource,
  reader: SourceReader,
  { bytes, lines }: Place,
): Promise<string[]> {
  const { layout, hosts } = source.format;
  if (hosts !== undefined && hosts.beside === undefined) {
    const from = Math.max(0, bytes - lookedBack);
    const before = lineChunks(
      source.name,
      firstBytes(source.open(from).content, bytes - from),
      bytes,
    );
    // The first line may be a part of one, which names nothing.
    for await (const chunk of before) await reader.addHostsBefore(chunk, lines);
  }
  if (layout.kind !== 'columns') return [];
  const head: Uint8Array[] = [];
  for await (const piece of firstBytes(source.open().content, Math.min(bytes, headSize))) {
    head.push(piece);
  }
  const texts = Buffer.concat(head).toString('utf8').split('\n');
  reader.beginAt(texts);
  return texts;
}

async function* firstBytes(
  content: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of content) {
    yield piece.subarray(0, left);
    left -= piece.byteLength;
    if (left <= 0) return;
  }
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
  { after, signal }: IngestOptions,
): Promise<Opened> {
  if (after instanceof Place) {
    const opened = await openAfter(source, after);
    if (opened !== undefined) return opened;
  }
  // It may be rotated between the two times that it is opened.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
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

/** How the last line is read, should it be unfinished. */
interface LastLine {
  readonly lines: LineReader;
  /** The first lines of a log that is not read from its beginning. */
  readonly head: readonly string[];
}

/** Finds out how far the log is after each chunk. */
async function* partsOf(
  chunks: AsyncIterable<LineChunk>,
  start: Place,
  { lines, head }: LastLine,
  options: IngestOptions,
): AsyncGenerator<Part> {
  const fingerprint = start.fingerprint.copy();
  let { tail } = start;
  let isFirst = true;
  for await (const whole of chunks) {
    if (isFirst) lines.begin(start.bytes === 0 ? textsIn(whole) : head);
    isFirst = false;
    const { chunk, unfinished } = await withoutUnfinished(whole, lines, options);
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
 * the line is read again. Whoever is still writing may be in the middle of it.
 */
async function withoutUnfinished(
  chunk: LineChunk,
  lines: LineReader,
  { growing }: IngestOptions,
): Promise<Pick<Part, 'chunk' | 'unfinished'>> {
  const begin = chunk.bytes.lastIndexOf(lineFeed) + 1;
  const text = chunk.bytes.subarray(begin).toString('utf8');
  if (text.trim() === '' || isWholeObject(text)) return { chunk, unfinished: undefined };
  const read = growing ? undefined : lines.read(text);
  if (read !== undefined && !('reason' in read)) return { chunk, unfinished: undefined };
  const line = chunk.firstLine + chunk.lines - 1;
  const bytes = chunk.bytes.subarray(0, begin);
  return {
    chunk: { ...chunk, ...(await survey(bytes)), bytes },
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

/** What is ingested of a log, part by part. */
class Appended {
  readonly #intake: Intake;
  readonly #name: string;
  readonly #reader: SourceReader;
  readonly #report: IngestReport;
  #place: Place;

  constructor(
    intake: Intake,
    name: string,
    reader: SourceReader,
    report: IngestReport,
    start: Place,
  ) {
    this.#intake = intake;
    this.#name = name;
    this.#reader = reader;
    this.#report = report;
    this.#place = start;
  }

  /** Where the last part ended. */
  get place(): Place {
    return this.#place;
  }

  /** Takes a part in, in a transaction of its own. */
  async add(part: Part): Promise<void> {
    await this.#transact(async () => {
      await this.#reader.add(part.chunk);
      return [part];
    });
  }

  /** Takes all parts in, in one transaction. */
  async together(takeAll: (take: (part: Part) => Promise<void>) => Promise<void>): Promise<void> {
    await this.#transact(async () => {
      const parts: Part[] = [];
      await takeAll(async (part) => {
        await this.#reader.add(part.chunk);
        // The lines themselves are not needed any more.
        parts.push({ ...part, chunk: { ...part.chunk, bytes: Buffer.alloc(0) } });
      });
      await this.#reader.end();
      return parts;
    });
  }

  async #transact(take: () => Promise<Part[]>): Promise<void> {
    const { connection, committed, letters } = this.#intake;
    const { flows, rejected } = this.#report;
    let unfinished: Rejection | undefined;
    this.#place = await inTransaction(connection, async () => {
      const parts = await take();
      const last = parts.at(-1);
      if (last === undefined) return this.#place;
      ({ unfinished } = last);
      const { log, unsaved } = this.#place;
      return rememberLog(connection, new Place({ ...last.place, log, unsaved }), {
        name: this.#name,
        flows: this.#report.flows - flows,
        rejected: this.#report.rejected - rejected,
        marks: parts.flatMap(({ marks }) => marks),
      });
    });
    this.#report.place = this.#place;
    committed(this.#report.flows - flows);
    await letters.write();
    if (unfinished !== undefined) {
      this.#report.rejected++;
      this.#report.rejections.push(unfinished);
    }
  }
}
