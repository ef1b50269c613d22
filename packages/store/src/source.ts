import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Compression, compressionOf, decompress, magicSize } from './decompress.ts';
import { detectFormat, withoutFlows } from './detect-format.ts';
import { findFormat, writtenLines } from './find-format.ts';
import type { Envelope } from './envelopes/envelope.ts';
import { unwrapped } from './envelopes/unwrapper.ts';
import { StoreError } from './errors.ts';
import { type FileKind, fileKind, kindOfUnknown } from './file-kind.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import type { LogFormat } from './format.ts';
import { leadingNuls, withoutLeadingNuls } from './leading-nuls.ts';
import { declaredLog, logOfOthersFlows } from './log-without-flows.ts';
import { type LogBeside, logsBeside } from './logs-beside.ts';
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
   * Opens the content, decompressed and out of its envelopes, from its beginning each time.
   *
   * @param from - bytes of the content to leave out, 0 when left out; a batch is always whole
   * @param signal - ends the content, with its reason as the error: to leave out what is compressed
   *   takes as long as to read it
   */
  open(from?: number, signal?: AbortSignal): OpenedSource;
  /**
   * Of what comes only once, such as a pipe: the content that is open, or opened next, is the last one,
   * so that what is read from now on need not be kept.
   */
  release?(): void;
  /** Logs that name the hosts of its flows, in the order in which they count. */
  readonly hosts?: readonly HostLog[];
}

/** The content of a source. */
export interface OpenedSource {
  /** Its bytes, decompressed. */
  readonly content: AsyncIterable<Uint8Array>;
  /** How many bytes were read so far, before decompression. */
  readonly bytesRead: () => number;
}

/** A log that names hosts, such as Zeek's log of TLS beside that of connections. */
export interface HostLog extends Pick<FlowSource, 'name' | 'open'> {
  /** Another one whenever its content may have changed; nothing when it has to be read each time. */
  readonly version?: string;
  /** Whether flows are read without it when it can't be read to its end. */
  readonly isOptional?: boolean;
}

/** How a log file is read. */
export interface FileSourceOptions {
  /** How its lines are to be read; told by its first lines when left out. */
  format?: LogFormat | undefined;
  /** Formats that it may have, the first whose mark it bears; all that are known when left out. */
  formats?: readonly LogFormat[] | undefined;
}

/**
 * A log file, plain, gzip or zstd (told by its first bytes, not by its name). It is known by the lines
 * in it, compressed or not, whatever its name, and may grow. Its content begins behind NULs at its
 * beginning: a writer that goes on where it was leaves them when the file is truncated under it.
 *
 * @throws {@link StoreError} `SOURCE_UNREADABLE` when there is no such file, or it is no regular
 *   one, `SOURCE_FORMAT` when its lines are of no format that is understood, `SOURCE_WITHOUT_FLOWS`
 *   when it is a log without flows that lies beside others, `SOURCE_DAMAGED` when its compressed data
 *   is cut off or damaged, or it is truncated while it is read, here or later
 */
export async function fileSource(
  path: string,
  { format, formats }: FileSourceOptions = {},
): Promise<FlowSource> {
  const file = await examine(path);
  const known = await formatOf(path, openFile(path, file).content, { format, formats });
  const hosts = await hostLogs(path, known);
  return {
    name: path,
    format: known,
    size: file.size,
    open: (from, signal) => openFile(path, { ...file, envelopes: known.envelopes }, from, signal),
    ...(hosts.length > 0 && { hosts }),
  };
}

/** Bytes that are looked at to find the format of a log. */
const lookedAt = 1 << 20;

/**
 * The format of a log, told by the beginning of its content.
 *
 * @param path - what people call the log
 * @param options - with a format, it is only told what its lines lie in
 */
export async function formatOf(
  path: string,
  content: AsyncIterable<Uint8Array>,
  { format, formats }: FileSourceOptions = {},
): Promise<LogFormat> {
  if (format !== undefined) return envelopesOf(path, content, format);
  const bytes = await headOf(content);
  if (isUtf16(bytes)) {
    throw new StoreError(
      'SOURCE_FORMAT',
      `${inOneLine(path)} is written in UTF-16, as some programs of Windows do, not in UTF-8. None of it was ingested. Write it again: iconv -f UTF-16 -t UTF-8`,
    );
  }
  const kind = fileKind(bytes);
  if (kind !== undefined) throw noLog(path, kind);
  const text = bytes.toString('utf8');
  // There is nothing to be read in any way.
  if (text.trim() === '') return ltsTrafficLog;
  try {
    return detectFormat(path, text.split('\n', 1000), formats);
  } catch (error) {
    const unknown = kindOfUnknown(bytes);
    throw unknown === undefined ? error : noLog(path, unknown);
  }
}

function noLog(path: string, { is, advice }: FileKind): StoreError {
  return new StoreError(
    'SOURCE_FORMAT',
    `${inOneLine(path)} is ${is}, not a log. None of it was ingested. ${advice}`,
  );
}

/** A format with the envelopes of a log that somebody takes to be of it. One without flows is refused. */
async function envelopesOf(
  path: string,
  content: AsyncIterable<Uint8Array>,
  given: LogFormat,
): Promise<LogFormat> {
  // What can't be read is told when it is read for its flows.
  const bytes = await headOf(content).catch(() => Buffer.alloc(0));
  const lines = bytes.toString('utf8').split('\n', 1000);
  const found = findFormat(lines, [given]);
  const written = writtenLines(lines);
  const other = found === undefined ? declaredLog(path, written) : logOfOthersFlows(path, written);
  if (other) throw withoutFlows(path, other);
  return found ?? given;
}

async function headOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= lookedAt) break;
  }
  return Buffer.concat(pieces).subarray(0, lookedAt);
}

/** Whether bytes begin with the mark of UTF-16, which is nothing in UTF-8. */
function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16LE());
}

async function hostLogs(path: string, { hosts, envelopes }: LogFormat): Promise<HostLog[]> {
  const found = new Map<string, HostLog>();
  for (const log of await logsBeside(path, hosts?.beside ?? [])) {
    const status = await stat(log.path, { bigint: true }).catch(() => undefined);
    if (!status?.isFile()) continue;
    const version = [status.dev, status.ino, status.size, status.mtimeNs].join(':');
    // One file may have several names.
    if (found.has(version)) continue;
    const host = await hostLog(log, envelopes).catch((error: unknown) => {
      if (log.isOwn) throw error;
    });
    if (host) found.set(version, { ...host, version });
  }
  return [...found.values()];
}

async function hostLog(
  { path, isOwn }: LogBeside,
  envelopes: LogFormat['envelopes'],
): Promise<HostLog> {
  const file = { ...(await examine(path)), envelopes };
  return {
    name: path,
    isOptional: !isOwn,
    open: (from, signal) => openFile(path, file, from, signal),
  };
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
    open: () => ({
      content: unwrapped(encode(make()), format.envelopes ?? []),
      bytesRead: () => 0,
    }),
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
  /** What its lines lie in. */
  envelopes?: readonly Envelope[] | undefined;
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
  const { size, compression, nuls, envelopes = [] } = examined;
  const isPlain = compression === 'none' && envelopes.length === 0;
  const start = (compression === 'none' ? nuls : 0) + (isPlain ? from : 0);
  let bytes = start;
  const count = (piece: Uint8Array) => (bytes += piece.byteLength);
  const read = readAll(path, { compression, start, size }, count);
  const content = after(isPlain ? 0 : from, unwrapped(read, envelopes));
  return { content: untilAborted(content, signal), bytesRead: () => bytes };
}

/** @param from - bytes of the content to leave out */
export async function* after(
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
