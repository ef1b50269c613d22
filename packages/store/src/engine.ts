import type { Enrichment } from './enrichment/enrichment.ts';
import type { EnrichedColumns } from './enrichment/enriched-columns.ts';
import type { Checkpoint } from './reader/block-reader.ts';
import type { PrefixHash } from './reader/prefix-hash.ts';
import type { Answer, Operation, Query } from './queries/index.ts';
import type {
  BackupOptions,
  BackupReport,
  Explanation,
  FirewallSummary,
  ReEnrichStep,
  StoreStatus,
  Verification,
  VerifyOptions,
} from './store.ts';

/*
 * The engine's port: what a database has to do so that it can be a store. All that needs no database
 * (reading, enrichment, checkpoints' meaning, single flight, cache, limits of concurrency) is the
 * store's own, see `openFlowStore`.
 */

/** A log that was ingested, and how far. */
export interface IngestedLog {
  /** Number that the engine knows it by. */
  log: number;
  /** How far it was ingested. */
  checkpoint: Checkpoint;
  /**
   * Hashes of its content on the way, after its first 64 KiB: the first 64 bits of each, by the bytes
   * before its place.
   */
  hashes: ReadonlyMap<number, string>;
}

/** What was ingested of a log in a write. */
export interface LogProgress {
  /** Its number; a new log has none yet. */
  log: number | undefined;
  /** Name of it now. */
  name: string;
  /** How far it is ingested now. */
  checkpoint: Checkpoint;
  /** Hashes that were passed since the last time. */
  hashes: readonly PrefixHash[];
  /** Flows that came in. */
  flows: number;
  /** Lines that did not. */
  rejected: number;
}

/** A batch that was ingested in a write. */
export interface IngestedBatch {
  /** What it is known by. */
  identity: string;
  /** Name of it. */
  name: string;
  /** Flows that came in. */
  flows: number;
  /** Lines that did not. */
  rejected: number;
}

/** A write: what it loads and saves is visible at once, and once, when it is committed. */
export interface EngineWrite {
  /** Loads flows. The arrays are the caller's again when it is done. */
  load(flows: EnrichedColumns): Promise<void>;
  /** Saves how far a log is; gives its number. */
  saveLog(progress: LogProgress): Promise<number>;
  /** Saves that batches were ingested. */
  saveBatches(batches: readonly IngestedBatch[]): Promise<void>;
  /** Makes all of it durable and visible. */
  commit(): Promise<void>;
  /** Leaves nothing of it. */
  abort(): Promise<void>;
}

/** A database of flows. Whoever uses it has one write at a time under way. */
export interface StoreEngine extends EngineCapabilities {
  /** Changes whenever an answer may, but not for the time that it takes. */
  readonly version: number;
  /** Begins a write. */
  begin(): Promise<EngineWrite>;
  /** Which of some batches were ingested. */
  ingestedBatches(identities: readonly string[]): Promise<Set<string>>;
  /**
   * The logs that may be the same as one that is being looked at.
   *
   * @param ends - hashes of which one is that of a log's checkpoint
   * @param passed - or of which one is among those on a log's way
   */
  ingestedLogs(ends: readonly PrefixHash[], passed: readonly PrefixHash[]): Promise<IngestedLog[]>;
  /** Answers a question: what a plain scan of all flows committed would give. */
  answer<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Answer<Id>>;
  /** The firewalls whose flows it holds, by id. */
  firewalls(signal: AbortSignal): Promise<FirewallSummary[]>;
  /** How much it holds. */
  status(signal: AbortSignal): Promise<StoreStatus>;
  /** Lets go of the data. No call is under way but for `rollUp` and `prune`, which it ends. */
  close(): Promise<void>;
}

/** What not every engine can. */
export interface EngineCapabilities {
  /**
   * About how many rows an answer is made from, without looking: questions about few do not wait for
   * those about many. Every question is about few when left out.
   */
  cost?<Id extends Operation>(operation: Id, query: Query<Id>): number;
  /** Answers, and tells what the answer was made from. */
  explain?<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Explanation<Id>>;
  /** Sums up all flows that wait for it. */
  rollUp?(): Promise<void>;
  /** Compares what was summed up with the flows. */
  verify?(onProgress: VerifyOptions['onProgress'], signal: AbortSignal): Promise<Verification>;
  /** Removes the flows that ended before the day (UTC) of a time; gives their number. */
  prune?(before: number): Promise<number>;
  /**
   * Applies the present enrichment to all flows, in steps. A step is there as a whole or not at all,
   * and no write is under way during it. Gives how far it is after each step.
   */
  reEnrich?(enrichment: Enrichment): AsyncGenerator<ReEnrichStep>;
  /** Frees room for new flows. No write and no question is under way. */
  compact?(): Promise<void>;
  /** Writes all flows into a new folder. */
  backup?(
    directory: string,
    options: BackupOptions & { signal: AbortSignal },
  ): Promise<BackupReport>;
}
