import { setImmediate } from 'node:timers/promises';
import { StoreError } from './errors.ts';

/** A part of a source that begins and ends with whole lines. */
export interface LineChunk {
  /** The lines, each but perhaps the last with its line feed. */
  bytes: Buffer;
  /** Number of the first line, from 1. */
  firstLine: number;
  /** How many lines they are. */
  lines: number;
  /** How many of them are blank. */
  blank: number;
  /** Length of the longest line, in bytes. */
  longest: number;
  /**
   * Whether each line that isn't blank begins and ends like a JSON object. A bulk reader of JSON
   * may run on into the next line where one doesn't.
   */
  holdsObjects: boolean;
  /** Bytes of a byte order mark before the first line, which is left out: 3 or 0. */
  skipped: number;
}

/** Where in a log the content begins that is cut. */
export interface LineChunksOptions {
  /** Number of its first line; 1 when left out. */
  firstLine?: number;
  /** Whether it is the beginning of the log, where a byte order mark may stand; true when left out. */
  isBeginning?: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
/** What some programs write before the first line, in UTF-8. */
export const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Greatest length of one line, in bytes. */
export const longestLine = 16 * 1024 * 1024;

/**
 * Cuts a stream into chunks of whole lines, each about `size` bytes long. A byte order mark
 * before the first line is left out.
 *
 * @throws {@link StoreError} `SOURCE_DAMAGED` when a line is longer than {@link longestLine}
 */
export async function* lineChunks(
  name: string,
  content: AsyncIterable<Uint8Array>,
  size: number,
  options: LineChunksOptions = {},
): AsyncGenerator<LineChunk> {
  let pending = new Pending(size);
  let { firstLine = 1, isBeginning: atStart = true } = options;

  for await (const piece of content) {
    pending.add(piece);
    if (pending.byteLength < size) continue;
    const skipped = atStart ? lengthOfByteOrderMark(pending.bytes()) : 0;
    const bytes = pending.bytes().subarray(skipped);
    atStart = false;
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const rest = bytes.subarray(end);
    pending = new Pending(size);
    pending.add(rest);
    if (end > 0) {
      const lines = bytes.subarray(0, end);
      const found = await survey(lines);
      yield { bytes: lines, firstLine, ...found, skipped };
      firstLine += found.lines;
    }
    if (rest.byteLength > longestLine) {
      throw new StoreError(
        'SOURCE_DAMAGED',
        `${name}, line ${firstLine}: longer than ${longestLine} bytes. Nothing from there on was ingested: is it a log with one flow a line?`,
      );
    }
  }
  const skipped = atStart ? lengthOfByteOrderMark(pending.bytes()) : 0;
  const bytes = pending.bytes().subarray(skipped);
  if (bytes.byteLength > 0) {
    yield { bytes, firstLine, ...(await survey(bytes)), skipped };
  }
}

/** Bytes that are copied in a few milliseconds, during which nothing else gets its turn. */
const quicklyCopied = 8 * 1024 * 1024;

/** Room for what comes after a chunk is full, up to the end of a piece. */
const overhang = 2 * 1024 * 1024;

/**
 * Pieces on their way to be a chunk, each copied to its place when it comes: to copy them all at the
 * end would keep everything else waiting. So would a large buffer that grows: one that is no longer
 * small gets all the room of a chunk.
 */
class Pending {
  readonly #size: number;
  #buffer = Buffer.alloc(0);
  byteLength = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(piece: Uint8Array): void {
    const needed = this.byteLength + piece.byteLength;
    if (needed > this.#buffer.byteLength) {
      const isSmall = needed <= quicklyCopied;
      const room = isSmall ? 2 * this.#buffer.byteLength : this.#size + overhang;
      const larger = Buffer.allocUnsafe(Math.max(needed, room));
      larger.set(this.bytes());
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.byteLength);
    this.byteLength = needed;
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.byteLength);
  }
}

/** A line of a chunk. */
export interface Line {
  /** Its number in the source, from 1. */
  line: number;
  /** Its place among the lines of its chunk that aren't blank, from 1. */
  place: number;
  /** The line without its line feed; bytes that are not UTF-8 are replaced by U+FFFD. */
  text: string;
}

/** The lines of a chunk that aren't blank. */
export function* linesOf(chunk: LineChunk): Generator<Line> {
  const { bytes } = chunk;
  let line = chunk.firstLine;
  let place = 0;
  for (let start = 0, end = 0; start < bytes.byteLength; start = end + 1) {
    end = endOfLine(bytes, start);
    if (!isBlank(bytes, start, end)) {
      yield { line, place: ++place, text: bytes.toString('utf8', start, end) };
    }
    line++;
  }
}

/**
 * Finds lines of a chunk by their place among its lines that aren't blank, from 1.
 *
 * @param places - ascending
 */
export function* linesAt(chunk: LineChunk, places: Iterable<number>): Generator<Line> {
  const wanted = new Set(places);
  const { bytes } = chunk;
  let line = chunk.firstLine;
  let place = 0;
  for (let start = 0, end = 0; start < bytes.byteLength && wanted.size > 0; start = end + 1) {
    end = endOfLine(bytes, start);
    if (!isBlank(bytes, start, end) && wanted.delete(++place)) {
      yield { line, place, text: bytes.toString('utf8', start, end) };
    }
    line++;
  }
}

/** Lines looked at before others get their turn: some 2 MB. */
const linesAtATime = 4096;

/** What the lines of a chunk are like. */
export type Survey = Pick<LineChunk, 'lines' | 'blank' | 'longest' | 'holdsObjects'>;

/** Counts lines, and looks at where each begins and ends. */
export async function survey(bytes: Buffer): Promise<Survey> {
  let lines = 0;
  let blank = 0;
  let longest = 0;
  let holdsObjects = true;
  for (let start = 0, end = 0; start < bytes.byteLength; start = end + 1) {
    end = endOfLine(bytes, start);
    longest = Math.max(longest, end - start);
    if (!isObject(bytes, start, end)) {
      if (isBlank(bytes, start, end)) blank++;
      else holdsObjects = false;
    }
    lines++;
    if (lines % linesAtATime === 0) await setImmediate();
  }
  return { lines, blank, longest, holdsObjects };
}

function isObject(bytes: Buffer, start: number, end: number): boolean {
  const last = bytes[end - 1] === carriageReturn ? end - 2 : end - 1;
  return bytes[start] === openingBrace && last > start && bytes[last] === closingBrace;
}

/** Where the line ends that begins at a place: an empty one, of which a bomb has millions, at once. */
function endOfLine(bytes: Buffer, start: number): number {
  if (bytes[start] === lineFeed) return start;
  const feed = bytes.indexOf(lineFeed, start);
  return feed < 0 ? bytes.byteLength : feed;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let place = start; place < end; place++) {
    const byte = bytes[place];
    if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false;
  }
  return true;
}

function lengthOfByteOrderMark(bytes: Buffer): number {
  const { byteLength } = byteOrderMark;
  return bytes.subarray(0, byteLength).equals(byteOrderMark) ? byteLength : 0;
}
