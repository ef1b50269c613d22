import { Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import { inOneLine } from '../source-error.ts';
import type { ReadBlock } from './block-reader.ts';
import type { ColumnArrays } from './flow-columns.ts';
import {
  type BlockMessage,
  columnsOfBlocks,
  Control,
  type FromReader,
  pieceCount,
  pieceSize,
  type SharedMemory,
  sizeOfBlocks,
  type ToReader,
} from './reader-messages.ts';
import type { BlockReaderOptions } from './block-reader.ts';

/** Maximum memory of a thread for what it makes, in MiB: enough for a block of nothing but long texts. */
const usualHeap = 512;

/** A thread that reads one source after the other. */
export class ReaderThread {
  readonly #worker: Worker;
  readonly #pieces = new SharedArrayBuffer(pieceCount * pieceSize);
  readonly #control = new Int32Array(new SharedArrayBuffer(4));
  #blocks = new SharedArrayBuffer(0);
  #columns: ColumnArrays[] = [];
  #piecesSent = 0;
  #piecesRead = 0;
  readonly #received: BlockMessage[] = [];
  #failure: Error | undefined;
  /** The logs beside that were read for the source, by what tells them: the thread remembers their hosts. */
  #besideRead = new Set<string>();
  /** The name of the source. */
  #name = '';
  #isEnded = false;
  /** Whether all blocks of the source were taken. */
  #isRead = false;
  /** Called when something was received. */
  #wake = () => {};

  /** @param maxHeap - maximum memory for what it makes, in MiB */
  constructor(maxHeap = usualHeap) {
    // From source, Node reads TypeScript.
    const file = import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader-worker.js';
    this.#worker = new Worker(new URL(file, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeap },
      // Those of the program may be ones that no thread may have, such as `--max-old-space-size`.
      execArgv: [],
    });
    this.#worker.on('message', (message: FromReader) => this.#receive(message));
    this.#worker.on('error', (error) => this.fail(asStoreError(error, this.#name, maxHeap)));
    this.#worker.on('exit', () => this.fail(new StoreError('ENGINE', 'The reader thread ended.')));
    this.#worker.unref();
  }

  /** Whether it can read another source: there is nothing left of this one. */
  get isFree(): boolean {
    return this.#isRead && this.#failure === undefined;
  }

  /**
   * Begins a source. The program does not end before the source does.
   *
   * @param beside - what tells the logs beside, in the order in which they count
   */
  begin(options: BlockReaderOptions, beside: readonly string[] = []): void {
    const size = sizeOfBlocks(options.capacity);
    if (this.#blocks.byteLength !== size) {
      this.#blocks = new SharedArrayBuffer(size);
      this.#columns = columnsOfBlocks(this.#blocks, options.capacity);
    }
    Atomics.store(this.#control, Control.RELEASED, 0);
    this.#isEnded = false;
    this.#isRead = false;
    this.#name = options.name;
    this.#worker.ref();
    const memory: SharedMemory = {
      pieces: this.#pieces,
      blocks: this.#blocks,
      control: this.#control.buffer as SharedArrayBuffer,
    };
    const logs = beside.map((key) => ({ key, isRead: this.#besideRead.has(key) }));
    this.#besideRead = new Set(beside.filter((key) => this.#besideRead.has(key)));
    this.send({ do: 'begin', memory, options, beside: logs });
  }

  /** Whether the hosts of a log beside are known, since it was read for the source before, too. */
  knowsHostsOf(beside: string): boolean {
    return this.#besideRead.has(beside);
  }

  /** Says that a log beside was read to its end. */
  rememberHostsOf(beside: string): void {
    this.#besideRead.add(beside);
  }

  send(message: ToReader): void {
    this.#worker.postMessage(message);
  }

  /** Sends bytes, when there is room for them. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; at += pieceSize) {
      while (this.#piecesSent - this.#piecesRead === pieceCount) await this.#woken();
      const piece = bytes.subarray(at, at + pieceSize);
      const place = this.#piecesSent++ % pieceCount;
      new Uint8Array(this.#pieces, place * pieceSize).set(piece);
      this.send({ do: 'piece', place, length: piece.byteLength });
    }
  }

  /** The blocks of the source. The arrays of one are used again when the next one is asked for. */
  async *blocks(): AsyncGenerator<ReadBlock> {
    for (;;) {
      while (this.#received.length === 0 && !this.#isEnded) await this.#woken();
      const message = this.#received.shift();
      if (message === undefined) break;
      const { place, flows, ...block } = message;
      yield { ...block, flows: { ...flows, columns: this.#columns[place]! } };
      Atomics.add(this.#control, Control.RELEASED, 1);
      Atomics.notify(this.#control, Control.RELEASED);
    }
    this.#isRead = true;
    this.#worker.unref();
  }

  /** Ends the source with an error, for who waits for a block and who sends bytes. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#notify();
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #woken(): Promise<void> {
    if (this.#failure) throw this.#failure;
    await new Promise<void>((resolve) => {
      const before = this.#wake;
      this.#wake = () => {
        before();
        resolve();
      };
    });
    if (this.#failure) throw this.#failure as Error;
  }

  #receive(message: FromReader): void {
    switch (message.did) {
      case 'piece':
        this.#piecesRead++;
        break;
      case 'block':
        this.#received.push(message.block);
        break;
      case 'end':
        this.#isEnded = true;
        break;
      case 'fail':
        this.fail(
          message.code ? new StoreError(message.code, message.message) : new Error(message.message),
        );
        return;
    }
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = () => {};
    wake();
  }
}

/** That the thread has too little memory is a matter of the source, and of no other one. */
function asStoreError(error: Error, name: string, maxHeap: number): Error {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new StoreError(
    'SOURCE_UNREADABLE',
    `${inOneLine(name)} can't be read: its lines need more memory than the ${maxHeap} MiB that reading may take. Split it, or remove what is not a log. What was ingested of it is not ingested twice.`,
    { cause: error },
  );
}
