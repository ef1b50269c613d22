import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';

/**
 * Flow logs to take in, once: a batch, which has an identity, or a log, which has none and is known by
 * its content. A batch is taken in as a whole or not at all; a log may come in several parts, and
 * may have grown when it comes again.
 */
export interface FlowSource {
  /** What people call it, such as a file's path. */
  readonly name: string;
  /** The key of a batch, the same when the batch is sent again. */
  readonly identity?: string;
  /** How its lines are to be read. */
  readonly format: LogFormat;
  /** Bytes to be read in all, before decompression; 0 when unknown. */
  readonly size: number;
  /**
   * Opens the content, decompressed; `bytesRead` counts the bytes before decompression.
   *
   * @param from - bytes of the content to leave out, 0 when left out; a batch is always whole
   */
  open(from?: number): { content: AsyncIterable<Uint8Array>; bytesRead: () => number };
}

/**
 * A log file, plain or gzip (told by its first bytes, not by its name). It is known by the lines in
 * it, compressed or not, whatever its name, and may grow.
 *
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one; to read it later throws `SOURCE_DAMAGED` when its gzip data is cut off or damaged
 */
export async function fileSource(path: string): Promise<FlowSource> {
  const { size, gzip } = await examine(path);
  return {
    name: path,
    format: ltsTrafficLog,
    size,
    open: (from = 0) => (gzip ? openGzip(path, from) : openPlain(path, from)),
  };
}

/** Lines made by a program rather than read from a file. */
export function textSource(name: string, identity: string, lines: Iterable<string>): FlowSource {
  return {
    name,
    identity,
    format: ltsTrafficLog,
    size: 0,
    open: () => ({ content: encode(lines), bytesRead: () => 0 }),
  };
}

async function* encode(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  const batchSize = 4096;
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(line);
    if (batch.length === batchSize) {
      yield Buffer.from(`${batch.join('\n')}\n`);
      batch = [];
    }
  }
  if (batch.length > 0) yield Buffer.from(`${batch.join('\n')}\n`);
}

async function examine(path: string): Promise<{ size: number; gzip: boolean }> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const kind = found.isDirectory() ? 'a folder' : 'a device or a pipe';
      throw new StoreError('SOURCE_UNREADABLE', `${path} is ${kind}, not a log file.`);
    }
    const file = await open(path);
    try {
      const magic = Buffer.alloc(2);
      await file.read(magic, 0, 2, 0);
      return { size: found.size, gzip: magic[0] === 0x1f && magic[1] === 0x8b };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function openPlain(path: string, from: number) {
  const file = createReadStream(path, { highWaterMark: 1 << 20, start: from });
  return { content: readAll(path, file, false), bytesRead: () => from + file.bytesRead };
}

function openGzip(path: string, from: number) {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  return { content: after(from, readAll(path, file, true)), bytesRead: () => file.bytesRead };
}

async function* after(
  from: number,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let left = from;
  for await (const piece of content) {
    if (piece.byteLength > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.byteLength);
  }
}

async function* readAll(path: string, file: Readable, gzip: boolean): AsyncGenerator<Uint8Array> {
  try {
    // Iterating tells of a failure; the callback only says that nobody else has to hear of it.
    yield* gzip ? pipeline(file, createGunzip({ chunkSize: 1 << 20 }), () => {}) : file;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new StoreError('SOURCE_UNREADABLE', `There is no file ${path}. Check the path.`, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new StoreError(
        'SOURCE_UNREADABLE',
        `${path} can't be read: permission denied. Make it readable for this user.`,
        { cause: error },
      );
    case 'Z_BUF_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${path} is a gzip file that ends too early. It is cut off, or still being written: copy it again, whole. What was taken in of it is not taken in twice.`,
        { cause: error },
      );
    case 'Z_DATA_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${path} is a damaged gzip file (${message}): copy it again. What was taken in of it is not taken in twice.`,
        { cause: error },
      );
    default:
      return new StoreError('SOURCE_UNREADABLE', `${path} can't be read: ${message}.`, {
        cause: error,
      });
  }
}
