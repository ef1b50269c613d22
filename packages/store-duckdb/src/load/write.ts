import type { EnrichedColumns, EngineWrite, IngestedBatch, LogProgress } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { begin, commit, rollBack } from '../database/transaction.ts';
import { saveBatches, saveLog } from './checkpoints.ts';
import type { Threads } from '../database/threads.ts';
import type { FlowLoader } from './flow-loader.ts';

/** Flows of one batch, so that the rollups have portions that they can carry. */
const maxBatchFlows = 500_000;

/** What a write is made with. */
export interface WriteContext {
  readonly connection: DuckDBConnection;
  readonly loader: FlowLoader;
  readonly threads: Threads;
  /** Does work beside other work of the engine, whose errors it explains. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Gives the number of a new batch. */
  readonly nextBatch: () => number;
  /** Called when flows are committed, with their number. */
  readonly onCommitted: (flows: number) => void;
}

/** A write is a transaction of the connection that is there for that. */
export class DuckdbWrite implements EngineWrite {
  readonly #context: WriteContext;
  #flows = 0;
  #batch = 0;
  #batchFlows = Infinity;

  private constructor(context: WriteContext) {
    this.#context = context;
    // What is loaded is read by another thread meanwhile.
    context.threads.enter();
  }

  static async begin(context: WriteContext): Promise<DuckdbWrite> {
    await context.run(() => begin(context.connection));
    return new DuckdbWrite(context);
  }

  async load(flows: EnrichedColumns): Promise<void> {
    const { loader, run, nextBatch } = this.#context;
    if (this.#batchFlows + flows.rows > maxBatchFlows) {
      this.#batch = nextBatch();
      this.#batchFlows = 0;
    }
    await run(() => loader.load(flows, this.#batch));
    this.#batchFlows += flows.rows;
    this.#flows += flows.rows;
  }

  saveLog(progress: LogProgress): Promise<number> {
    return this.#context.run(() => saveLog(this.#context.connection, progress));
  }

  saveBatches(batches: readonly IngestedBatch[]): Promise<void> {
    return this.#context.run(() => saveBatches(this.#context.connection, batches));
  }

  async commit(): Promise<void> {
    const { connection, loader, run, threads, onCommitted } = this.#context;
    await run(() => commit(connection));
    threads.leave();
    loader.committed();
    onCommitted(this.#flows);
  }

  async abort(): Promise<void> {
    const { connection, loader, threads } = this.#context;
    threads.leave();
    loader.aborted();
    // After a commit that failed there is nothing left to abort.
    await rollBack(connection).catch(() => undefined);
  }
}
