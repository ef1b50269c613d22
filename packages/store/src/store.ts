import type { Direction, LogType } from '@cfw-flow/types';
import type { FlowSource } from './source.ts';
import type { Checkpoint } from './reader/block-reader.ts';
import type { PrefixHash } from './reader/prefix-hash.ts';
import type { Rejection } from './rejection.ts';
import type { Answer, Operation, Query } from './queries/index.ts';

/** How an {@link FlowStore.ingest} goes on. */
export interface IngestOptions {
  /** Firewall of the flows that don't name theirs, a UUID. */
  fw_instance_id: string;
  /**
   * Internal networks in CIDR notation, the private ones when left out: they tell the direction of flows
   * from logs that don't.
   */
  internalNetworks?: readonly string[] | undefined;
  /** Called after each chunk with the bytes of the source read so far, before decompression. */
  onProgress?: (bytesRead: number) => void;
  /** Stops between chunks: of a log, what was ingested so far stays; of a batch, nothing. */
  signal?: AbortSignal;
  /**
   * Where an earlier ingest of the same log ended, to go on there without reading what lies before.
   * Should it be another log by now, it is ingested from its beginning.
   */
  after?: LogCheckpoint | undefined;
  /**
   * Whether somebody is still writing the log. Its last line then waits for its line feed, unless it
   * is a whole JSON object; else it is a line like any other.
   */
  growing?: boolean;
}

/** How far a log was ingested, and what the store knows of it. It is plain data. */
export interface LogCheckpoint extends Checkpoint {
  /** Number of the log; none until a flow of it was ingested. */
  readonly log?: number;
  /** What is to be saved with the first flow. */
  readonly unsaved?: UnsavedProgress;
}

/** What was read of a log that has no flow yet: it is not saved, because it may be no log. */
export interface UnsavedProgress {
  /** Hashes of its content on the way. */
  readonly hashes: readonly PrefixHash[];
  /** Lines that were rejected. */
  readonly rejected: number;
}

/** How a question is asked. */
export interface AskOptions {
  /** Ends the question, even while the engine is at it; it then rejects with the reason. */
  signal?: AbortSignal | undefined;
}

/** What became of one source. */
export interface IngestReport {
  /** Name of the source, such as a file's path. */
  source: string;
  /** True when the store held this source already, all of it: nothing was added. */
  repeated: boolean;
  /** Flows ingested. */
  flows: number;
  /** Lines that are not flows. */
  rejected: number;
  /** Lines that are none by their format: events of other kinds, comments, records without data. */
  skipped: number;
  /** The first of the rejected lines, at most 100, each with its reason. */
  rejections: Rejection[];
  /** Of a log: how far it is ingested now. Missing when it is the beginning of a log that was held. */
  checkpoint?: LogCheckpoint;
}

/** What a store holds of one firewall. */
export interface FirewallSummary {
  /** Firewall, a UUID. */
  fw_instance_id: string;
  /** Flows held. */
  flows: number;
  /** Earliest `end_time`, milliseconds since 1970 UTC. */
  first_time: number;
  /** Latest `end_time`, milliseconds since 1970 UTC. */
  last_time: number;
  /** Borders and directions that occur, with the flows of each. */
  traffic: { log_type: LogType; direction: Direction; flows: number }[];
}

/** How much a store holds, and how far its rollups are. */
export interface StoreStatus {
  /** Flows held. */
  flows: number;
  /** Flows that are not rolled up yet: each question about their time reads them one by one. */
  pending: number;
  /** Size of the data, in bytes; what is free for new flows included. */
  bytes: number;
  /** Logs and batches that flows were ingested from. */
  sources: number;
  /** Lines of them that were not flows. */
  rejected: number;
  /** Why the last roll-up failed, when it did. It is tried again when flows come in. */
  failure?: string;
}

/** A part of what an answer was made from. */
export interface ReadSegment {
  /** The flows themselves, or the rollups of whole minutes, ten minutes, hours or days. */
  from: 'flows' | 'minutes' | 'ten-minutes' | 'hours' | 'days';
  /** Start of its time, milliseconds since 1970 UTC. */
  start: number;
  /** End of its time, exclusive. */
  end: number;
  /** Set for the flows of this time that are not rolled up yet. */
  pending?: true;
  /** Rows that count for the groups. */
  groupRows: number;
  /** Rows that count for what is said of the records: nested lists, protocol, region. */
  detailRows: number;
}

/** An answer, and how it came about. */
export interface Explanation<Id extends Operation = Operation> {
  /** The answer. */
  answer: Answer<Id>;
  /** What it was made from, in no order; nothing when no such flow was ever ingested. */
  segments: ReadSegment[];
}

/** How a {@link StoreCapabilities.verify} goes on. */
export interface VerifyOptions {
  /** Called after each day, with the share of the flows that are compared, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends it; it then rejects with the reason. */
  signal?: AbortSignal;
}

/** A sum that a rollup has otherwise than the flows. */
export interface Difference {
  /** Name of the rollup. */
  rollup: string;
  /** Start of its span of time, milliseconds since 1970 UTC. */
  start: number;
  /** What is in it: the sessions of a firewall, say, or of a pair of addresses. */
  key: string;
  /** Sessions by the rollup. */
  rolledUp: number;
  /** Sessions by the flows. */
  counted: number;
}

/** How a {@link StoreCapabilities.reEnrich} goes on. */
export interface ReEnrichOptions {
  /** Called after each day, with the share of the flows that are looked at, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends it between two days, of which it keeps the first; it then rejects with the reason. */
  signal?: AbortSignal;
}

/** What a {@link StoreCapabilities.reEnrich} came to. */
export interface ReEnrichReport {
  /** Flows looked at: all. */
  flows: number;
  /** Flows that were changed. */
  changed: number;
}

/** How far an engine's {@link StoreCapabilities.reEnrich} is. */
export interface ReEnrichStep extends ReEnrichReport {
  /** Flows that are to be looked at: all that are held. */
  all: number;
}

/** How a {@link StoreCapabilities.backup} goes on. */
export interface BackupOptions {
  /** Called now and then, with the share of the flows that are written, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends it; it then rejects with the reason, and nothing is left of the backup. */
  signal?: AbortSignal;
}

/** What a {@link StoreCapabilities.backup} came to. */
export interface BackupReport {
  /** Where the backup is, an absolute path. */
  directory: string;
  /** Moment of the flows in it, milliseconds since 1970 UTC: all that were ingested by then. */
  made: number;
  /** Flows in it. */
  flows: number;
  /** Days (UTC) that have flows, each a file. */
  days: number;
  /** Size of its files, in bytes. */
  bytes: number;
}

/** What came out when the rollups were compared with the flows. */
export interface Verification {
  /** Flows that were compared. */
  flows: number;
  /** Flows that were not: they are not rolled up yet. */
  pending: number;
  /** Sums that were compared. */
  sums: number;
  /** Sums that differ. None unless the data were damaged. */
  differing: number;
  /** The first of them, at most 100. */
  differences: Difference[];
}

/** A place that keeps flows and answers questions about them. */
export interface FlowStore extends Partial<StoreCapabilities> {
  /**
   * Ingests a source of flow logs: its good lines, together with what the source is known by. A
   * batch is one transaction: all of it, or nothing. A log is one or several, and goes on where the
   * last one ended, also when it has grown, was renamed or compressed, or the program was killed.
   *
   * @throws {@link StoreError} when the source can't be read to its end or the store can't write;
   *   of a log, what was ingested so far stays
   */
  ingest(source: FlowSource, options: IngestOptions): Promise<IngestReport>;
  /** Answers a question. Every answer equals a plain scan of all flows ingested. */
  answer<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    options?: AskOptions,
  ): Promise<Answer<Id>>;
  /** The firewalls whose flows the store holds, by id. */
  firewalls(options?: AskOptions): Promise<FirewallSummary[]>;
  /** How much the store holds, and how far its rollups are. */
  status(options?: AskOptions): Promise<StoreStatus>;
  /** Waits for what is under way and lets go of the data. Rolling up goes on the next time. */
  close(): Promise<void>;
}

/** A store that can do certain things beside what every store can, or all of them. */
export type StoreWith<Capability extends keyof StoreCapabilities = keyof StoreCapabilities> =
  FlowStore & Pick<StoreCapabilities, Capability>;

/** What a store can do if its engine can. */
export interface StoreCapabilities {
  /** Answers like {@link FlowStore.answer}, and tells what the answer was made from. */
  explain: <Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    options?: AskOptions,
  ) => Promise<Explanation<Id>>;
  /** Rolls up all that waits, rather than when it is worth while. */
  rollUp: () => Promise<void>;
  /** Compares every sum of the rollups with the flows. */
  verify: (options?: VerifyOptions) => Promise<Verification>;
  /**
   * Removes the flows that ended before a day. Their room is used by new flows.
   *
   * @param before - a time of that day, milliseconds since 1970 UTC; the day begins at 0:00 UTC
   * @returns how many they were
   */
  prune: (before: number) => Promise<number>;
  /**
   * Applies the present enrichment to all flows held, a day (UTC) at a time: each day is changed as
   * a whole. Which threat lists a flow is on is found again; a region is found where a flow has none,
   * and stays where it has one, since nothing tells whether the log or GeoIP named it.
   */
  reEnrich: (options?: ReEnrichOptions) => Promise<ReEnrichReport>;
  /**
   * Writes all flows as they are at one moment into a new folder, as Parquet files that need no
   * engine of ours to be read, with what logs and batches are known by. It goes on beside appends,
   * questions and all else; the folder is there when all of it is, or not at all.
   *
   * @param directory - where there is nothing yet, or an empty folder
   * @throws {@link StoreError} `DATA_UNWRITABLE`, `DATA_FULL`, `MEMORY` or `ENGINE`
   */
  backup: (directory: string, options?: BackupOptions) => Promise<BackupReport>;
}
