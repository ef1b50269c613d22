import { type FileHandle, open } from 'node:fs/promises';
import { StoreError } from './errors.ts';
import { inOneLine } from './source-error.ts';

/** What is read of a file. */
export interface FilePart {
  /** Bytes before it. */
  start: number;
  /** Bytes of the file when it was examined; it may have grown. */
  size: number;
}

/** Bytes that are read at a time; of small files as many as they have, which saves memory. */
const [minReadSize, maxReadSize] = [1 << 16, 1 << 20];

/** Bytes that are read again at the end, to see whether it is the same file. */
const headSize = 4096;

/**
 * Reads a file to its end, as long as it is the same one. Files that are replaced by renaming another
 * one stay what they are for who reads them.
 *
 * @param count - told of each piece
 * @throws {@link StoreError} `SOURCE_DAMAGED` at the end when it was truncated, or overwritten,
 *   meanwhile: in the latter case what was read may be partly of the one and partly of the other
 */
export async function* readFile(
  path: string,
  { start, size }: FilePart,
  count: (piece: Uint8Array) => void,
): AsyncGenerator<Buffer> {
  const highWaterMark = Math.min(Math.max(size - start, minReadSize), maxReadSize);
  const file = await open(path);
  try {
    let head: Buffer | undefined;
    let end = start;
    const stream = file.createReadStream({ highWaterMark, start, autoClose: false });
    for await (const piece of stream as AsyncIterable<Buffer>) {
      head ??= Buffer.from(piece.subarray(0, headSize));
      end += piece.byteLength;
      count(piece);
      yield piece;
    }
    if (head !== undefined && !(await stillBeginsWith(file, start, head))) throw overwritten(path);
    if (end < size) throw truncated(path);
  } finally {
    await file.close();
  }
}

/** Whether a part of a file is what it was, or the beginning of it. */
async function stillBeginsWith(file: FileHandle, start: number, head: Buffer): Promise<boolean> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(head.length), 0, head.length, start);
  return buffer.subarray(0, bytesRead).equals(head.subarray(0, bytesRead));
}

function truncated(path: string): StoreError {
  return new StoreError(
    'SOURCE_DAMAGED',
    `${inOneLine(path)} was truncated while it was read. What was read until then is ingested, as far as its lines are whole. Ingest it again, and what it had before if there is a copy: nothing is ingested twice.`,
  );
}

function overwritten(path: string): StoreError {
  return new StoreError(
    'SOURCE_DAMAGED',
    `${inOneLine(path)} was overwritten while it was read. What was read last of it was not ingested. Ingest it again, and what it had before if there is a copy.`,
    { details: { overwritten: true } },
  );
}
