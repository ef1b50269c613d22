import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';

/** Flow logs to take in, once. */
export interface FlowSource {
  /** What people call it, such as a file's path. */
  readonly name: string;
  /** The same for the same lines, compressed or not: a store takes them in once. */
  readonly identity: string;
  /** How its lines are to be read. */
  readonly format: LogFormat;
  /** Bytes to be read in all, before decompression; 0 when unknown. */
  readonly size: number;
  /** Opens the content, decompressed; `bytesRead` counts the bytes before decompression. */
  open(): { content: AsyncIterable<Uint8Array>; bytesRead: () => number };
}

/**
 * A log file, plain or gzip (told by its first bytes, not by its name). Its identity is that of
 * the lines in it, compressed or not: it is read once to find out, and once more to take it in.
 *
 * @param signal - ends the first reading with its reason
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one, `SOURCE_DAMAGED` when its gzip data is cut off or damaged
 */
export async function fileSource(path: string, signal?: AbortSignal): Promise<FlowSource> {
  const { size, gzip } = await examine(path);
  const identity = await identityOf(openFile(path, gzip).content, signal);
  return {
    name: path,
    identity,
    format: ltsTrafficLog,
    size,
    open() {
      const { content, bytesRead } = openFile(path, gzip);
      return { content: unchanged(path, content, identity), bytesRead };
    },
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

function openFile(path: string, gzip: boolean) {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  return { content: readAll(path, file, gzip), bytesRead: () => file.bytesRead };
}

async function* readAll(path: string, file: Readable, gzip: boolean): AsyncGenerator<Uint8Array> {
  try {
    // Iterating tells of a failure; the callback only says that nobody else has to hear of it.
    yield* gzip ? pipeline(file, createGunzip({ chunkSize: 1 << 20 }), () => {}) : file;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function identityOf(content: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
  const hash = createHash('sha256');
  for await (const piece of content) {
    signal?.throwIfAborted();
    hash.update(piece);
  }
  return identity(hash);
}

function identity(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}

/** What is taken in has to be what was identified: a file may be written to meanwhile. */
async function* unchanged(
  path: string,
  content: AsyncIterable<Uint8Array>,
  expected: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
  if (identity(hash) !== expected) {
    throw new StoreError(
      'SOURCE_DAMAGED',
      `${path} changed while it was read. Nothing of it was taken in: try again when nobody writes to it.`,
    );
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
        `${path} is a gzip file that ends too early. Nothing of it was taken in: copy it again, whole.`,
        { cause: error },
      );
    case 'Z_DATA_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${path} is a damaged gzip file (${message}). Nothing of it was taken in: copy it again.`,
        { cause: error },
      );
    default:
      return new StoreError('SOURCE_UNREADABLE', `${path} can't be read: ${message}.`, {
        cause: error,
      });
  }
}
