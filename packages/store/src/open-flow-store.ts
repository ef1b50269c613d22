import { noEnrichment, type Enrichment } from './enrichment/enrichment.ts';
import type { EngineCapabilities, StoreEngine } from './engine.ts';
import { StoreError } from './errors.ts';
import { Batcher } from './ingest/batcher.ts';
import { DeadLetters } from './ingest/dead-letters.ts';
import { ingestBatches, type PendingBatch } from './ingest/ingest-batches.ts';
import { emptyReport, type IngestContext } from './ingest/ingest-context.ts';
import { ingestLog } from './ingest/ingest-log.ts';
import { Lanes } from './query/lanes.ts';
import { type Asking, type Finding, QueryCoordinator } from './query/query-coordinator.ts';
import { Queue } from './queue.ts';
import type { FlowSource } from './source.ts';
import type { Answer, Operation, Query } from './queries/index.ts';
import type {
  AskOptions,
  BackupOptions,
  BackupReport,
  Explanation,
  FirewallSummary,
  FlowStore,
  IngestOptions,
  IngestReport,
  ReEnrichOptions,
  ReEnrichReport,
  StoreCapabilities,
  StoreStatus,
  StoreWith,
  Verification,
  VerifyOptions,
} from './store.ts';

/** What a store is beside its engine. */
export interface FlowStoreOptions {
  /** Longest time from a question to its answer, in milliseconds; 30 000 when left out. */
  deadline?: number;
  /**
   * What is known of addresses and hosts beside the logs: regions where a log names none, and threat
   * lists. Asked when a source or a `reEnrich` begins, all flows of which are held against the same;
   * nothing is known when left out.
   */
  enrichment?: (() => Enrichment) | undefined;
  /** Folder for the lines that are not flows; without one they are forgotten. */
  rejectedLines?: string | undefined;
}

/** What a store can do beside what every store can, if its engine is known to be able to. */
export type CapabilityOf<Engine extends StoreEngine> = {
  [Capability in keyof StoreCapabilities]: Engine extends Required<
    Pick<EngineCapabilities, Capability>
  >
    ? Capability
    : never;
}[keyof StoreCapabilities];

/** Batches in one write: what else waits to be written waits for all of them, a fifth of a second or so. */
const maxBatches = 4;

/** A console that is looked at by a few people asks a few dozen questions again and again. */
const maxAnswers = 100;

/**
 * Makes an engine a store: reads sources, enriches flows, keeps track of what was ingested, shares
 * answers among those who ask the same, and lets one write be under way at a time.
 *
 * @returns a store that can do what its engine can
 * @throws RangeError when the deadline is none
 */
export function openFlowStore<Engine extends StoreEngine>(
  engine: Engine,
  options?: FlowStoreOptions,
): StoreWith<CapabilityOf<Engine>>;
export function openFlowStore(engine: StoreEngine, options: FlowStoreOptions = {}): FlowStore {
  return new StoreOverEngine(engine, options);
}

class StoreOverEngine implements FlowStore {
  readonly #engine: StoreEngine;
  readonly #context: IngestContext;
  readonly #writes = new Queue();
  readonly #batches: Batcher<PendingBatch, IngestReport>;
  readonly #lanes: Lanes;
  readonly #queries: QueryCoordinator;
  /** What reads everything: there is one at a time. */
  readonly #scans = new Queue();
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  readonly explain?: StoreCapabilities['explain'];
  readonly rollUp?: StoreCapabilities['rollUp'];
  readonly verify?: StoreCapabilities['verify'];
  readonly prune?: StoreCapabilities['prune'];
  readonly reEnrich?: StoreCapabilities['reEnrich'];
  readonly backup?: StoreCapabilities['backup'];

  constructor(engine: StoreEngine, options: FlowStoreOptions) {
    const { deadline = 30_000, enrichment, rejectedLines } = options;
    if (!Number.isInteger(deadline) || deadline < 1 || deadline >= 2 ** 31) {
      throw new RangeError(
        `The option deadline is ${deadline}, not an integer from 1 to 2147483647`,
      );
    }
    this.#engine = engine;
    this.#context = { engine, enrichment, letters: new DeadLetters(rejectedLines) };
    this.#batches = new Batcher(this.#writes, maxBatches, (batches) =>
      ingestBatches(this.#context, batches),
    );
    this.#lanes = new Lanes(deadline);
    this.#queries = new QueryCoordinator({
      lanes: this.#lanes.all,
      deadline,
      kept: maxAnswers,
      late: () => lateAnswer(deadline),
    });
    if (engine.explain) {
      this.explain = (operation, query, asked) => this.#explain(operation, query, asked);
    }
    if (engine.rollUp) this.rollUp = () => this.#rollUp();
    if (engine.verify) this.verify = (asked) => this.#verify(asked);
    if (engine.prune) this.prune = (before) => this.#prune(before);
    if (engine.reEnrich) this.reEnrich = (asked) => this.#reEnrich(asked);
    if (engine.backup) this.backup = (directory, asked) => this.#backup(directory, asked);
  }

  async ingest(source: FlowSource, options: IngestOptions): Promise<IngestReport> {
    this.#refuseWhenClosed();
    if (source.identity !== undefined) return this.#batches.add({ source, options });
    return this.#writes.add(async () => {
      this.#refuseWhenClosed();
      const report = emptyReport(source);
      try {
        await ingestLog(this.#context, source, options, report);
      } finally {
        this.#context.letters.discard();
      }
      return report;
    });
  }

  answer<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    options?: AskOptions,
  ): Promise<Answer<Id>> {
    const name = `${operation} ${JSON.stringify(query)}`;
    return this.#ask(name, (signal) => this.#engine.answer(operation, query, signal), {
      ...options,
      ...this.#turnOf(operation, query),
    });
  }

  firewalls(options?: AskOptions): Promise<FirewallSummary[]> {
    return this.#ask('firewalls', (signal) => this.#engine.firewalls(signal), {
      ...options,
      lane: this.#lanes.overview,
    });
  }

  status(options?: AskOptions): Promise<StoreStatus> {
    return this.#askNow('status', (signal) => this.#engine.status(signal), {
      ...options,
      lane: this.#lanes.overview,
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort(closed());
    await Promise.all([this.#writes.settled(), this.#queries.settled(), this.#scans.settled()]);
    await this.#engine.close();
  }

  #explain<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    options?: AskOptions,
  ): Promise<Explanation<Id>> {
    const name = `explain ${operation} ${JSON.stringify(query)}`;
    return this.#askNow(name, (signal) => this.#engine.explain!(operation, query, signal), {
      ...options,
      ...this.#turnOf(operation, query),
    });
  }

  /** Where a question waits, and what comes before it. */
  #turnOf<Id extends Operation>(operation: Id, query: Query<Id>): Pick<Asking, 'lane' | 'cost'> {
    const cost = this.#engine.cost?.(operation, query) ?? 0;
    return { lane: this.#lanes.of(cost), cost };
  }

  async #rollUp(): Promise<void> {
    this.#refuseWhenClosed();
    await this.#engine.rollUp!();
  }

  async #verify({ onProgress, signal }: VerifyOptions = {}): Promise<Verification> {
    return this.#scan((ended) => this.#engine.verify!(onProgress, ended), signal);
  }

  async #backup(directory: string, options: BackupOptions = {}): Promise<BackupReport> {
    return this.#scan(
      (signal) => this.#engine.backup!(directory, { ...options, signal }),
      options.signal,
    );
  }

  async #prune(before: number): Promise<number> {
    this.#refuseWhenClosed();
    if (!Number.isFinite(before)) throw new RangeError(`${before} is not a time in milliseconds`);
    const removed = await this.#engine.prune!(before);
    if (removed > 0) await this.#compact();
    return removed;
  }

  async #reEnrich({ onProgress, signal }: ReEnrichOptions = {}): Promise<ReEnrichReport> {
    this.#refuseWhenClosed();
    const enrichment = this.#context.enrichment?.() ?? noEnrichment;
    const steps = this.#engine.reEnrich!(enrichment);
    const report = { flows: 0, changed: 0 };
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await this.#writes.add(() => {
        this.#refuseWhenClosed();
        return steps.next();
      });
      if (done) break;
      report.flows = value.flows;
      report.changed = value.changed;
      onProgress?.(value.flows / value.all);
    }
    if (report.changed > 0) await this.#compact();
    return report;
  }

  /** Frees room between two writes and two questions. */
  async #compact(): Promise<void> {
    await this.#writes.add(() =>
      this.#queries.pausing(async () => {
        // Its turn may come when all is closed.
        if (!this.#closing.signal.aborted) await this.#engine.compact?.();
      }),
    );
  }

  /** Reads everything, as it is at one moment. */
  async #scan<Result>(
    read: (signal: AbortSignal) => Promise<Result>,
    ended: AbortSignal | undefined,
  ): Promise<Result> {
    this.#refuseWhenClosed();
    const signal = AbortSignal.any([this.#closing.signal, ...(ended ? [ended] : [])]);
    return this.#scans.add(async () => {
      signal.throwIfAborted();
      return read(signal);
    });
  }

  /** Asks for an answer that stays the same until the flows change. */
  async #ask<Answer>(name: string, find: Finding<Answer>, asking: Asking): Promise<Answer> {
    this.#refuseWhenClosed();
    return this.#queries.ask(name, find, { ...asking, version: this.#engine.version });
  }

  /** Asks for an answer of this moment. */
  async #askNow<Answer>(name: string, find: Finding<Answer>, asking: Asking): Promise<Answer> {
    this.#refuseWhenClosed();
    return this.#queries.ask(name, find, asking);
  }

  #refuseWhenClosed(): void {
    this.#closing.signal.throwIfAborted();
  }
}

function lateAnswer(deadline: number): StoreError {
  return new StoreError(
    'DEADLINE',
    `No answer was found in ${deadline} ms. Ask about a shorter window, or later, or give the store a longer deadline.`,
  );
}

function closed(): StoreError {
  return new StoreError('ENGINE', 'The store is closed.');
}
