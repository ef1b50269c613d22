import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { compressionOf, decompress, magicSize } from './decompress.ts';
import type { Envelope } from './envelopes/envelope.ts';
import { unwrapped } from './envelopes/unwrapper.ts';
import { withoutLeadingNuls } from './leading-nuls.ts';
import { Replay } from './replay.ts';
import { after, type FileSourceOptions, type FlowSource, formatOf } from './source.ts';
import { sourceError } from './source-error.ts';
import { untilAborted } from './until-aborted.ts';

/** How a pipe is read. */
export interface PipeSourceOptions extends FileSourceOptions {
  /** Folder for what has to be kept of it and has no room in memory; the system's when left out. */
  folder?: string | undefined;
  /** Ends the wait for its first lines, with its reason. */
  signal?: AbortSignal | undefined;
}

/** A log that comes through a pipe. */
export interface PipeSource extends FlowSource {
  /** Closes the pipe, and removes what was kept of it. */
  close(): Promise<void>;
}

/**
 * A log that can be read only once, such as standard input: plain, gzip or zstd, told by its first
 * bytes. It is known by its content, as a file is. As long as that is like a log that was ingested, it
 * is kept, the first 4 MiB of it in memory and the rest in a file without a name.
 *
 * @param name - what people call it
 * @throws {@link StoreError} `SOURCE_FORMAT` when its lines are of no format that is understood,
 *   `SOURCE_DAMAGED` when its compressed data is cut off or damaged, here or when it is read later
 */
export async function pipeSource(
  name: string,
  stream: Readable,
  { format, formats, folder = tmpdir(), signal }: PipeSourceOptions = {},
): Promise<PipeSource> {
  let bytes = 0;
  const count = (piece: Uint8Array) => (bytes += piece.byteLength);
  const replay = new Replay(contentOf(name, stream, count), folder);
  let envelopes: readonly Envelope[] = [];
  const linesFrom = (from: number) =>
    envelopes.length === 0 ? replay.open(from) : after(from, unwrapped(replay.open(0), envelopes));
  const open = (from = 0, ending?: AbortSignal) => ({
    content: untilAborted(linesFrom(from), ending),
    bytesRead: () => bytes,
  });
  const close = async () => {
    stream.destroy();
    await replay.close();
  };
  try {
    const known = await formatOf(name, open(0, signal).content, { format, formats });
    envelopes = known.envelopes ?? [];
    return { name, format: known, size: 0, open, release: () => replay.release(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* contentOf(
  name: string,
  stream: Readable,
  count: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const pieces = counted(stream, count);
  const head = await readHead(pieces);
  const compression = compressionOf(head);
  try {
    yield* withoutLeadingNuls(decompress(joined(head, pieces), compression));
  } catch (error) {
    throw sourceError(name, error, compression);
  }
}

async function* counted(
  stream: Readable,
  count: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    count(piece);
    yield piece;
  }
}

/** The first bytes, so many that they tell the compression. */
async function readHead(pieces: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < magicSize) {
    const { done, value } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* joined(
  head: Buffer,
  pieces: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* pieces;
}
