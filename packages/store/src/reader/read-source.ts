import { StoreError } from '../errors.ts';
import type { FlowSource } from '../source.ts';
import { BlockReader, type BlockReaderOptions, type ReadBlock } from './block-reader.ts';
import { columnsOver, sizeOfColumns } from './flow-columns.ts';
import { ReaderThread } from './reader-thread.ts';
import { untilAborted } from '../until-aborted.ts';

/** What a source is read with. */
export interface SourceReading extends Omit<BlockReaderOptions, 'capacity' | 'format' | 'name'> {
  source: FlowSource;
  /** What is read: the content of the source from the start on. */
  content: AsyncIterable<Uint8Array>;
  /** Content of a log before its start, which may name hosts of the flows after it. */
  before?: AsyncIterable<Uint8Array> | undefined;
  /** Ends the reading at once, with its reason, whatever the thread is doing. */
  signal?: AbortSignal | undefined;
}

/** Flows of a block. */
const usualCapacity = 32 * 1024;

/**
 * Flows that wait for their other way: those of a conversation come together when half as many
 * conversations at most are begun between them.
 */
const waitingCapacity = 512 * 1024;

/** Bytes that are read at once rather than by a thread. */
const fewBytes = 128 * 1024;

/** Threads that have nothing to do, of which one or two are kept. */
const idle: ReaderThread[] = [];
const maxIdle = 2;

/**
 * Reads a source into blocks of flow columns. The arrays of a block are used again once the next one
 * is asked for.
 *
 * @throws `StoreError` when the source can't be read to its end, after the block of what came before
 */
export async function* readSource(reading: SourceReading): AsyncGenerator<ReadBlock> {
  const ended = new AbortController();
  const signals = [ended.signal, ...(reading.signal ? [reading.signal] : [])];
  const pieces = untilAborted(reading.content, AbortSignal.any(signals));
  let isRead = false;
  try {
    const first: FewBytes = isAlone(reading) ? await readFew(pieces) : { bytes: [] };
    if (first.isAll) yield* readAtOnce(Buffer.concat(first.bytes), reading);
    else yield* readByThread(reading, joined(first, pieces));
    isRead = true;
  } finally {
    // The next piece may never come.
    if (!isRead) ended.abort();
    await pieces.return(undefined);
  }
}

/** Whether nothing has to be read before the source, and its lines don't take long, whoever wrote them. */
function isAlone({ source, before }: SourceReading): boolean {
  const { layout, onlyLines } = source.format;
  const hasPatterns = layout.kind === 'text' || onlyLines !== undefined;
  return (source.hosts ?? []).length === 0 && before === undefined && !hasPatterns;
}

/** The first bytes of a source. */
interface FewBytes {
  bytes: Uint8Array[];
  /** Whether there are no others. */
  isAll?: boolean;
  /** Why there are no others. */
  failure?: { error: unknown };
}

async function readFew(pieces: AsyncIterator<Uint8Array>): Promise<FewBytes> {
  const bytes: Uint8Array[] = [];
  try {
    for (let length = 0; length <= fewBytes;) {
      const { done, value } = await pieces.next();
      if (done) return { bytes, isAll: true };
      bytes.push(value as Uint8Array);
      length += (value as Uint8Array).byteLength;
    }
    return { bytes };
  } catch (error) {
    return { bytes, failure: { error } };
  }
}

function* readAtOnce(bytes: Buffer, reading: SourceReading): Generator<ReadBlock> {
  const capacity = linesIn(bytes);
  const columns = () => columnsOver(new ArrayBuffer(sizeOfColumns(capacity)), capacity);
  const blocks: ReadBlock[] = [];
  const reader = new BlockReader(optionsOf(reading, capacity), columns(), (block) => {
    blocks.push(block);
    return columns();
  });
  reader.read(bytes);
  reader.end();
  yield* blocks;
}

function linesIn(bytes: Buffer): number {
  let lines = 2;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

async function* readByThread(
  reading: SourceReading,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<ReadBlock> {
  const { source, signal } = reading;
  signal?.throwIfAborted();
  const thread = idle.pop() ?? new ReaderThread();
  const isWaiting = source.format.unidirectional !== undefined;
  const interrupt = () => thread.fail(signal!.reason as Error);
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const capacity = isWaiting ? waitingCapacity : usualCapacity;
    thread.begin(optionsOf(reading, capacity), keysOfHosts(source));
    const feeding = feed(thread, reading, content);
    // Told after the blocks of what came before.
    feeding.catch(() => undefined);
    yield* thread.blocks();
    await feeding;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    if (thread.isFree && idle.length < maxIdle) idle.push(thread);
    else await thread.stop();
  }
}

async function feed(
  thread: ReaderThread,
  { source, before, signal }: SourceReading,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  let isCut = true;
  try {
    await feedBeside(thread, source, signal);
    if (before) await feedHosts(thread, before, undefined);
    for await (const piece of content) await thread.sendBytes(piece);
    isCut = false;
  } finally {
    thread.send({ do: 'end', isCut });
  }
}

/** Feeds the logs beside that the thread doesn't know from the source before. */
async function feedBeside(
  thread: ReaderThread,
  source: FlowSource,
  signal: AbortSignal | undefined,
): Promise<void> {
  const keys = keysOfHosts(source);
  for (const [place, log] of (source.hosts ?? []).entries()) {
    const key = keys[place]!;
    if (thread.knowsHostsOf(key)) continue;
    try {
      await feedHosts(thread, log.open(0, signal).content, place);
      if (log.version !== undefined) thread.rememberHostsOf(key);
    } catch (error) {
      if (!log.isOptional || !(error instanceof StoreError)) throw error;
    }
  }
}

/** What tells the logs beside: a version, and how it is read. */
function keysOfHosts({ format, hosts = [] }: FlowSource): string[] {
  return hosts.map(({ version }, place) => `${format.name} ${version ?? place}`);
}

async function feedHosts(
  thread: ReaderThread,
  content: AsyncIterable<Uint8Array>,
  beside: number | undefined,
): Promise<void> {
  thread.send({ do: 'beginHosts', beside });
  try {
    for await (const piece of content) await thread.sendBytes(piece);
  } finally {
    thread.send({ do: 'endHosts' });
  }
}

function optionsOf(reading: SourceReading, capacity: number): BlockReaderOptions {
  const { source, content: _, before: __, signal: ___, ...options } = reading;
  return { ...options, format: source.format, name: source.name, capacity };
}

async function* joined(
  { bytes, failure }: FewBytes,
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* bytes;
  if (failure !== undefined) throw failure.error;
  for (let item = await pieces.next(); !item.done; item = await pieces.next()) yield item.value;
}
