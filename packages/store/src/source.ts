import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { detectFormat } from './detect-format.ts';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';
import { decompressZstd } from './zstd.ts';

/**
 * Flow logs to ingest, once: a batch, which has an identity, or a log, which has none and is known by
 * its content. A batch is ingested as a whole or not at all; a log may come in several parts, and
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
   * Opens the content, decompressed, from its beginning each time; `bytesRead` counts the bytes before
   * decompression.
   *
   * @param from - bytes of the content to leave out, 0 when left out; a batch is always whole
   * @param signal - may end the content, with its reason as the error: to leave out what is compressed
   *   takes as long as to read it
   */
  open(
    from?: number,
    signal?: AbortSignal,
  ): { content: AsyncIterable<Uint8Array>; bytesRead: () => number };
  /** Logs that name the hosts of its flows, in the order in which they count. */
  readonly hosts?: readonly HostLog[];
}

/** A log that names hosts, such as Zeek's log of TLS beside that of connections. */
export type HostLog = Pick<FlowSource, 'name' | 'open'>;

/** How a log file is read. */
export interface FileSourceOptions {
  /** How its lines are to be read; told by its first lines when left out. */
  format?: LogFormat | undefined;
  /** Formats that it may have, the first whose mark it bears; all that are known when left out. */
  formats?: readonly LogFormat[] | undefined;
}

/**
 * A log file, plain, gzip or zstd (told by its first bytes, not by its name). It is known by the lines
 * in it, compressed or not, whatever its name, and may grow.
 *
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one, `SOURCE_FORMAT` when its lines are of no format that is understood, `SOURCE_DAMAGED` when its
 *   compressed data is cut off or damaged, here or when it is read later
 */
export async function fileSource(
  path: string,
  { format, formats }: FileSourceOptions = {},
): Promise<FlowSource> {
  const file = await examine(path);
  const known = format ?? (await formatOf(path, openFile(path, file).content, formats));
  const hosts = known.hosts?.beside ? await logsBeside(path, known.hosts.beside) : [];
  return {
    name: path,
    format: known,
    size: file.size,
    open: (from, signal) => openFile(path, file, from, signal),
    ...(hosts.length > 0 && { hosts }),
  };
}

/** Bytes that are looked at to find the format of a log. */
const lookedAt = 1 << 20;

async function formatOf(
  path: string,
  content: AsyncIterable<Uint8Array>,
  formats?: readonly LogFormat[],
): Promise<LogFormat> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= lookedAt) break;
  }
  const bytes = Buffer.concat(pieces).subarray(0, lookedAt);
  if (isUtf16(bytes)) {
    throw new StoreError(
      'SOURCE_FORMAT',
      `${path} is written in UTF-16, as some programs of Windows do, not in UTF-8. Nothing of it was ingested. Write it again: iconv -f UTF-16 -t UTF-8`,
    );
  }
  const text = bytes.toString('utf8');
  // There is nothing to be read in any way.
  if (text.trim() === '') return ltsTrafficLog;
  return detectFormat(path, text.split('\n', 1000), formats);
}

/** Whether bytes begin with the mark of UTF-16, which is nothing in UTF-8. */
function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16LE());
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
    const file = await examine(beside);
    found.push({ name: beside, open: (from, signal) => openFile(beside, file, from, signal) });
  }
  return found;
}

/**
 * Lines made by a program rather than read from a file.
 *
 * @param lines - the lines, or what makes them; it may be called again, for the same ones
 */
export function textSource(
  name: string,
  identity: string,
  lines: readonly string[] | (() => Iterable<string>),
  format: LogFormat = ltsTrafficLog,
): FlowSource {
  const make = typeof lines === 'function' ? lines : () => lines;
  return {
    name,
    identity,
    format,
    size: 0,
    open: () => ({ content: encode(make()), bytesRead: () => 0 }),
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

interface Examined {
  size: number;
  compression: Compression;
}

async function examine(path: string): Promise<Examined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const why = found.isDirectory()
        ? 'a folder, not a log file. Name its files.'
        : 'a device or a pipe, not a log file. Write its lines to a file first.';
      throw new StoreError('SOURCE_UNREADABLE', `${path} is ${why}`);
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

/** Bytes that are read at a time; of small files as many as they have, which saves memory. */
const [minReadSize, maxReadSize] = [1 << 16, 1 << 20];

/** @param from - bytes of the content to leave out */
function openFile(path: string, { size, compression }: Examined, from = 0, signal?: AbortSignal) {
  const start = compression === 'none' ? from : 0;
  const highWaterMark = Math.min(Math.max(size - start, minReadSize), maxReadSize);
  // Nobody closes what is opened and never read.
  let file: ReadStream | undefined;
  const openStream = () => (file = createReadStream(path, { highWaterMark, start }));
  const content = readAll(path, openStream, compression);
  const bytesRead = () => start + (file?.bytesRead ?? 0);
  return { content: after(from - start, content, signal), bytesRead };
}

async function* after(
  from: number,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let left = from;
  for await (const piece of content) {
    signal?.throwIfAborted();
    if (piece.byteLength > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.byteLength);
  }
}

async function* readAll(
  path: string,
  openStream: () => Readable,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const file = openStream();
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
        `${path} is a ${compression} file that ends too early. It is cut off, or still being written: copy it again, whole. What was ingested of it is not ingested twice.`,
        { cause: error },
      );
    case 'Z_DATA_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${path} is a damaged ${compression} file (${message}): copy it again. What was ingested of it is not ingested twice.`,
        { cause: error },
      );
    default:
      return new StoreError('SOURCE_UNREADABLE', `${path} can't be read: ${message}.`, {
        cause: error,
      });
  }
}
