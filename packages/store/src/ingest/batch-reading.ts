import type { ReadBlock } from '../reader/block-reader.ts';
import { readSource } from '../reader/read-source.ts';
import type { PendingBatch } from './ingest-batches.ts';

/** Reads a batch, whose first block may be read before it is asked for. */
export class BatchReading {
  readonly #batch: PendingBatch;
  #blocks: AsyncGenerator<ReadBlock> | undefined;
  #next: Promise<IteratorResult<ReadBlock>> | undefined;
  #bytesRead = () => 0;

  constructor(batch: PendingBatch) {
    this.#batch = batch;
  }

  /** Begins to read. */
  begin(): void {
    if (this.#blocks !== undefined) return;
    const { source, options } = this.#batch;
    options.signal?.throwIfAborted();
    const { content, bytesRead } = source.open();
    this.#bytesRead = bytesRead;
    this.#blocks = readSource({
      source,
      content,
      firewall: options.fw_instance_id,
      networks: options.internalNetworks,
      signal: options.signal,
    });
    this.#next = this.#blocks.next();
    // A failure is told when the block is asked for.
    this.#next.catch(() => undefined);
  }

  /** The blocks of the batch. The arrays of one are used again when the next one is asked for. */
  async *blocks(): AsyncGenerator<ReadBlock> {
    this.begin();
    for (let item = await this.#next!; !item.done; item = await this.#blocks!.next()) {
      yield item.value;
    }
  }

  /** Bytes read so far, before decompression. */
  get bytesRead(): number {
    return this.#bytesRead();
  }

  /** Lets go of the source, whether it was read to its end or not. */
  async end(): Promise<void> {
    await this.#blocks?.return(undefined);
  }
}
