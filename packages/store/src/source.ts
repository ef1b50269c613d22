import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { detectFormat } from './detect-format.ts';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';
import { decompressZstd } from './zstd.ts';

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
  /** Logs that name the hosts of its flows, in the order in which they count. */
  readonly hosts?: readonly HostLog[];
}

/** A log that names hosts, such as Zeek's log of TLS beside that of connections. */
export type HostLog = Pick<FlowSource, 'name' | 'open'>;

/**
 * A log file, plain, gzip or zstd (told by its first bytes, not by its name). Its identity is that of
 * the lines in it, compressed or not: it is read once to find out, and once more to take it in.
 *
 * @param signal - ends the first reading with its reason
 * @param format - how its lines are to be read; told by its first lines when left out
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one, `SOURCE_DAMAGED` when its compressed data is cut off or damaged, `SOURCE_FORMAT` when its
 *   lines are of no format that is understood
 */
export async function fileSource(
  path: string,
  signal?: AbortSignal,
  format?: LogFormat,
): Promise<FlowSource> {
  signal?.throwIfAborted();
  const { size, compression } = await examine(path);
  const known = format ?? (await formatOf(path, openFile(path, compression).content));
  const hosts = known.hosts?.beside ? await logsBeside(path, known.hosts.beside) : [];
  const identity = await identityOf(openFile(path, compression).content, signal);
  return {
    name: path,
    identity,
    format: known,
    size,
    open() {
      const { content, bytesRead } = openFile(path, compression);
      return { content: unchanged(path, content, identity), bytesRead };
    },
    ...(hosts.length > 0 && { hosts }),
  };
}

/** Bytes that are looked at to find the format of a log. */
const lookedAt = 1 << 20;

async function formatOf(path: string, content: AsyncIterable<Uint8Array>): Promise<LogFormat> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= lookedAt) break;
  }
  const text = Buffer.concat(pieces).subarray(0, lookedAt).toString('utf8');
  // There is nothing to be read in any way.
  if (text.trim() === '') return ltsTrafficLog;
  return detectFormat(path, text.split('\n', 1000));
}

/** The logs that lie beside one of connections: `ssl.log.gz` beside `conn.log.gz`. */
async function logsBeside(path: string, names: readonly string[]): Promise<HostLog[]> {
  const rest = /^conn([^a-z].*)$/i.exec(basename(path))?.[1];
  if (rest === undefined) return [];
  const found: HostLog[] = [];
  for (const name of names) {
    const beside = join(dirname(path), `${name}${rest}`);
    const isThere = await stat(beside).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (!isThere) continue;
    const { compression } = await examine(beside);
    found.push({ name: beside, open: () => openFile(beside, compression) });
  }
  return found;
}

/** Lines made by a program rather than read from a file. */
export function textSource(
  name: string,
  identity: string,
  lines: Iterable<string>,
  format: LogFormat = ltsTrafficLog,
): FlowSource {
  return {
    name,
    identity,
    format,
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

type Compression = 'none' | 'gzip' | 'zstd';

async function examine(path: string): Promise<{ size: number; compression: Compression }> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const kind = found.isDirectory() ? 'a folder' : 'a device or a pipe';
      throw new StoreError('SOURCE_UNREADABLE', `${path} is ${kind}, not a log file.`);
    }
    const file = await open(path);
    try {
      const magic = Buffer.alloc(4);
      await file.read(magic, 0, 4, 0);
      return { size: found.size, compression: compressionOf(magic) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function compressionOf(magic: Buffer): Compression {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return 'gzip';
  return magic.readUInt32LE() === 0xfd2fb528 ? 'zstd' : 'none';
}

function openFile(path: string, compression: Compression) {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  return { content: readAll(path, file, compression), bytesRead: () => file.bytesRead };
}

async function* readAll(
  path: string,
  file: Readable,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  try {
    yield* decompressed(file, compression);
  } catch (error) {
    throw unreadable(path, error, compression);
  } finally {
    file.destroy();
  }
}

function decompressed(file: Readable, compression: Compression): AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'none':
      return file;
    case 'gzip':
      // Iterating tells of a failure; the callback only says that nobody else has to hear of it.
      return pipeline(file, createGunzip({ chunkSize: 1 << 20 }), () => {});
    case 'zstd':
      return decompressZstd(file);
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

function unreadable(path: string, error: unknown, compression: Compression = 'none'): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code?.startsWith('ZSTD_error_') ? 'Z_DATA_ERROR' : code) {
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
        `${path} is a ${compression} file that ends too early. Nothing of it was taken in: copy it again, whole.`,
        { cause: error },
      );
    case 'Z_DATA_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${path} is a damaged ${compression} file (${message}). Nothing of it was taken in: copy it again.`,
        { cause: error },
      );
    default:
      return new StoreError('SOURCE_UNREADABLE', `${path} can't be read: ${message}.`, {
        cause: error,
      });
  }
}
