import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Compression, compressionOf, decompress, magicSize } from './decompress.ts';
import { detectFormat } from './detect-format.ts';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';
import { leadingNuls, withoutLeadingNuls } from './leading-nuls.ts';
import { type FilePart, readFile } from './read-file.ts';
import { inOneLine, sourceError } from './source-error.ts';
import { untilAborted } from './until-aborted.ts';

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
   * @param signal - ends the content, with its reason as the error: to leave out what is compressed
   *   takes as long as to read it
   */
  open(
    from?: number,
    signal?: AbortSignal,
  ): { content: AsyncIterable<Uint8Array>; bytesRead: () => number };
  /**
   * Of what comes only once, such as a pipe: the content that is open, or opened next, is the last one,
   * so that what is read from now on need not be kept.
   */
  release?(): void;
  /** Logs that name the hosts of its flows, in the order in which they count. */
  readonly hosts?: readonly HostLog[];
}

/** A log that names hosts, such as Zeek's log of TLS beside that of connections. */
export type HostLog = Pick<FlowSource, 'name' | 'open'>;

/** How a log file is read. */
export interface FileSourceOptions {
  /** How its lines are to be read; told by its first lines when left out. */
  format?: LogFormat | undefined;
}

/**
 * A log file, plain, gzip or zstd (told by its first bytes, not by its name). It is known by the lines
 * in it, compressed or not, whatever its name, and may grow. Its content begins behind NULs at its
 * beginning: a writer that goes on where it was leaves them when the file is truncated under it.
 *
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one, `SOURCE_FORMAT` when its lines are of no format that is understood, `SOURCE_DAMAGED` when its
 *   compressed data is cut off or damaged, or it is truncated while it is read, here or later
 */
export async function fileSource(
  path: string,
  { format }: FileSourceOptions = {},
): Promise<FlowSource> {
  const file = await examine(path);
  const known = format ?? (await formatOf(path, openFile(path, file).content));
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

/**
 * The format of a log, told by the beginning of its content.
 *
 * @param path - what people call the log
 */
export async function formatOf(
  path: string,
  content: AsyncIterable<Uint8Array>,
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
      `${inOneLine(path)} is written in UTF-16, as some programs of Windows do, not in UTF-8. Nothing of it was ingested. Write it again: iconv -f UTF-16 -t UTF-8`,
    );
  }
  const text = bytes.toString('utf8');
  // There is nothing to be read in any way.
  if (text.trim() === '') return ltsTrafficLog;
  return detectFormat(path, text.split('\n', 1000));
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

interface Examined {
  size: number;
  compression: Compression;
  /** Bytes before the content of a plain file, all NUL. */
  nuls: number;
}

async function examine(path: string): Promise<Examined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const why = found.isDirectory()
        ? 'a folder, not a log file. Name its files.'
        : 'a device or a pipe, not a log file. Write its lines to a file first.';
      throw new StoreError('SOURCE_UNREADABLE', `${inOneLine(path)} is ${why}`);
    }
    const file = await open(path);
    try {
      const compression = await readCompression(file);
      const nuls = compression === 'none' ? await leadingNuls(file) : 0;
      return { size: found.size, compression, nuls };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw sourceError(path, error);
  }
}

async function readCompression(file: FileHandle): Promise<Compression> {
  const head = Buffer.alloc(magicSize);
  const { bytesRead } = await file.read(head, 0, magicSize, 0);
  return compressionOf(head.subarray(0, bytesRead));
}

/** @param from - bytes of the content to leave out */
function openFile(path: string, examined: Examined, from = 0, signal?: AbortSignal) {
  const { size, compression, nuls } = examined;
  const start = compression === 'none' ? nuls + from : 0;
  let bytes = start;
  const count = (piece: Uint8Array) => (bytes += piece.byteLength);
  const content = readAll(path, { compression, start, size }, count);
  const skipped = compression === 'none' ? 0 : from;
  return { content: untilAborted(after(skipped, content), signal), bytesRead: () => bytes };
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

async function* readAll(
  path: string,
  { compression, ...part }: FilePart & { compression: Compression },
  count: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  try {
    const pieces = readFile(path, part, count);
    if (compression === 'none') yield* pieces;
    else yield* withoutLeadingNuls(decompress(pieces, compression));
  } catch (error) {
    throw sourceError(path, error, compression);
  }
}
