import { StoreError } from './errors.ts';

/** A part of a source that begins and ends with whole lines. */
export interface LineChunk {
  /** The lines, each but perhaps the last with its line feed. */
  bytes: Buffer;
  /** Number of the first line, from 1. */
  firstLine: number;
}

const lineFeed = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

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
): AsyncGenerator<LineChunk> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let firstLine = 1;
  let atStart = true;

  for await (const piece of content) {
    pending.push(piece);
    pendingBytes += piece.byteLength;
    if (pendingBytes < size) continue;
    let bytes: Buffer = Buffer.concat(pending);
    if (atStart) bytes = withoutByteOrderMark(bytes);
    atStart = false;
    const end = bytes.lastIndexOf(lineFeed) + 1;
    if (end > 0) yield { bytes: bytes.subarray(0, end), firstLine };
    firstLine += countLines(bytes.subarray(0, end));
    const rest = bytes.subarray(end);
    if (rest.byteLength > longestLine) {
      throw new StoreError(
        'SOURCE_DAMAGED',
        `${name}, line ${firstLine}: longer than ${longestLine} bytes. Nothing of the file was taken in: is it a log with one flow a line?`,
      );
    }
    pending = [rest];
    pendingBytes = rest.byteLength;
  }
  let bytes: Buffer = Buffer.concat(pending);
  if (atStart) bytes = withoutByteOrderMark(bytes);
  if (bytes.byteLength > 0) yield { bytes, firstLine };
}

/**
 * Finds lines of a chunk by their place among its lines that aren't blank, from 1.
 *
 * @param places - ascending
 */
export function* linesAt(chunk: LineChunk, places: Iterable<number>) {
  const { bytes } = chunk;
  let start = 0;
  let line = chunk.firstLine - 1;
  let place = 0;
  for (const wanted of places) {
    while (place < wanted && start < bytes.byteLength) {
      const feed = bytes.indexOf(lineFeed, start);
      const end = feed < 0 ? bytes.byteLength : feed;
      const text = bytes.subarray(start, end);
      line++;
      start = end + 1;
      if (isBlank(text)) continue;
      place++;
      if (place === wanted) yield { line, text: text.toString('utf8') };
    }
  }
}

function isBlank(text: Uint8Array): boolean {
  return text.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
}
