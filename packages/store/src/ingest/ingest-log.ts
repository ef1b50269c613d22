import type { EngineWrite } from '../engine.ts';
import { StoreError } from '../errors.ts';
import type { Checkpoint, ReadBlock } from '../reader/block-reader.ts';
import type { PrefixHash } from '../reader/prefix-hash.ts';
import { readSource } from '../reader/read-source.ts';
import type { FlowSource } from '../source.ts';
import type { IngestOptions, IngestReport, LogCheckpoint } from '../store.ts';
import { BlockLoader, type IngestContext } from './ingest-context.ts';
import { changed, findLog, openAfter, type OpenedLog } from './ingested-logs.ts';

/** How often a log is looked at that becomes another one meanwhile. */
const maxAttempts = 3;

/** Flows that are committed together: what a second or so brings. */
const flowsInWrite = 500_000;

/** Bytes before a place in which lines are looked for that name hosts of the flows after it. */
const lookedBack = 8 * 1024 * 1024;

/** Bytes in which the lines that name the columns are, at the beginning of a log. */
const headSize = 64 * 1024;

/** Where a log begins that was never seen. */
const beginning: LogCheckpoint = { bytes: 0, digest: '', lines: 0, base: { bytes: 0, digest: '' } };

/**
 * Ingests what is new of a log, some hundred thousand flows in a write, together with how far the log
 * is then. Where lines of one conversation have to come together, all is one write.
 */
export async function ingestLog(
  context: IngestContext,
  source: FlowSource,
  options: IngestOptions,
  report: IngestReport,
): Promise<void> {
  const opened = await openWhereItEnded(context, source, options);
  if (opened.start !== undefined) report.checkpoint = opened.start;
  if (opened.start === undefined || opened.log === undefined) {
    report.repeated = true;
    return;
  }
  const { start, log } = opened;
  const before = start.bytes > 0 && (await readBefore(source, start, options.signal));
  source.release?.();
  const blocks = readSource({
    source,
    content: log.content,
    firewall: options.fw_instance_id,
    networks: options.internalNetworks,
    start,
    overlap: log.overlap,
    growing: options.growing ?? false,
    signal: options.signal,
    ...before,
  });
  const writing = new LogWriting(context, source, report, start);
  await writing.addAll(blocks, options, log.bytesRead);
  report.repeated = start.bytes > 0 && report.flows === 0 && writing.end.lines === start.lines;
}

interface Opened {
  /** Where the log goes on; nowhere when it is the beginning of one that was ingested. */
  start?: LogCheckpoint;
  /** What comes after; nothing when all was ingested. */
  log?: OpenedLog;
}

async function openWhereItEnded(
  { engine }: IngestContext,
  source: FlowSource,
  { after, signal }: IngestOptions,
): Promise<Opened> {
  // Where nothing was read yet, the log may still become one that was ingested, such as a copy of it.
  const opened = after && after.bytes > 0 && (await openAfter(source, after, signal));
  if (opened) return { start: after, log: opened };
  // It may be rotated between the two times that it is opened.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const known = await findLog(engine, source, signal);
    if ('isPart' in known) return {};
    if ('ingested' in known) return { start: startOf(known.ingested) };
    const start = known.goesOn ? startOf(known.goesOn) : beginning;
    const log = await openAfter(source, start, signal);
    if (log !== undefined) return { start, log };
  }
  throw changed(source);
}

function startOf({ log, checkpoint }: { log: number; checkpoint: Checkpoint }): LogCheckpoint {
  return { ...checkpoint, log };
}

/** What lines after a checkpoint need from before it: the columns, and hosts that lines name. */
async function readBefore(
  source: FlowSource,
  { bytes }: Checkpoint,
  signal: AbortSignal | undefined,
) {
  const { layout, hosts, only } = source.format;
  const from = Math.max(0, bytes - lookedBack);
  return {
    ...(layout.kind === 'columns' && { head: await readHead(source, bytes) }),
    ...(hosts &&
      (only !== undefined || !hosts.beside) && {
        before: firstBytes(source.open(from, signal).content, bytes - from),
      }),
  };
}

async function readHead(source: FlowSource, bytes: number): Promise<string[]> {
  const head: Uint8Array[] = [];
  for await (const piece of firstBytes(source.open().content, Math.min(bytes, headSize))) {
    head.push(piece);
  }
  const written = Buffer.concat(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return written.split('\n').filter((line) => line.trim() !== '');
}

async function* firstBytes(
  content: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of content) {
    yield piece.subarray(0, left);
    left -= piece.byteLength;
    if (left <= 0) return;
  }
}

/** Whether what was read of a log may be of two. */
function wasOverwritten(error: unknown): boolean {
  return error instanceof StoreError && error.details.overwritten === true;
}

/** Writes what is new of a log, block by block. */
class LogWriting {
  readonly #context: IngestContext;
  readonly #source: FlowSource;
  readonly #report: IngestReport;
  readonly #loader: BlockLoader;
  /** How far the log is committed. */
  #committed: LogCheckpoint;
  #write: EngineWrite | undefined;
  /** What the write has, and was read with it. */
  #flows = 0;
  #rejected = 0;
  #hashes: PrefixHash[] = [];
  #checkpoint: Checkpoint | undefined;

  constructor(
    context: IngestContext,
    source: FlowSource,
    report: IngestReport,
    start: LogCheckpoint,
  ) {
    this.#context = context;
    this.#source = source;
    this.#report = report;
    this.#loader = new BlockLoader(context, report);
    this.#committed = start;
  }

  /** Where the log ends that was ingested. */
  get end(): LogCheckpoint {
    return this.#committed;
  }

  /** Adds all blocks. What was read before a failure of the source stays. */
  async addAll(
    blocks: AsyncGenerator<ReadBlock>,
    { signal, onProgress }: IngestOptions,
    bytesRead: () => number,
  ): Promise<void> {
    try {
      let unfinished: ReadBlock['unfinished'];
      for (;;) {
        const { done, value: block } = await this.#next(blocks, signal);
        if (done) break;
        await this.#add(block);
        ({ unfinished } = block);
        if (this.#flows >= flowsInWrite) await this.#commit();
        onProgress?.(bytesRead());
      }
      await this.#commit();
      if (unfinished !== undefined) this.#tell(unfinished);
    } catch (error) {
      await this.#write?.abort();
      throw error;
    } finally {
      await blocks.return(undefined);
    }
  }

  async #next(blocks: AsyncGenerator<ReadBlock>, signal: AbortSignal | undefined) {
    try {
      signal?.throwIfAborted();
      return await blocks.next();
    } catch (error) {
      // What is loaded is whole, unless conversations wait for their other way.
      const isWhole = this.#source.format.unidirectional === undefined && !wasOverwritten(error);
      if (isWhole) await this.#commit();
      throw error;
    }
  }

  async #add(block: ReadBlock): Promise<void> {
    if (!this.#isNews(block)) return;
    this.#write ??= await this.#context.engine.begin();
    await this.#loader.load(this.#write, block);
    this.#flows += block.flows.rows;
    this.#rejected += block.rejected;
    for (const hash of block.hashes) this.#hashes.push(hash);
    this.#checkpoint = block.checkpoint ?? this.#checkpoint;
  }

  /** Whether there is something to be saved: of a log that did not grow, there is not. */
  #isNews({ flows, rejected, checkpoint }: ReadBlock): boolean {
    if (flows.rows > 0 || rejected > 0) return true;
    return checkpoint !== undefined && checkpoint.bytes > this.#committed.bytes;
  }

  /** What holds no flow is no log, or not one that is understood yet: it may come again. */
  async #commit(): Promise<void> {
    const write = this.#write;
    if (write === undefined || this.#checkpoint === undefined) return;
    const { log, unsaved } = this.#committed;
    const hashes = [...(unsaved?.hashes ?? []), ...this.#hashes];
    const rejected = (unsaved?.rejected ?? 0) + this.#rejected;
    const checkpoint = this.#checkpoint;
    if (log === undefined && this.#flows === 0) {
      await write.abort();
      this.#committed = { ...checkpoint, unsaved: { hashes, rejected } };
    } else {
      const { name } = this.#source;
      const progress = { log, name, checkpoint, hashes, flows: this.#flows, rejected };
      this.#committed = { ...checkpoint, log: await write.saveLog(progress) };
      await write.commit();
    }
    this.#report.checkpoint = this.#committed;
    this.#write = undefined;
    this.#flows = 0;
    this.#rejected = 0;
    this.#hashes = [];
    await this.#context.letters.write();
  }

  /** A last line that is no flow so far is read again, should the log grow. */
  #tell(unfinished: NonNullable<ReadBlock['unfinished']>): void {
    this.#report.rejected++;
    this.#report.rejections.push(unfinished);
  }
}
