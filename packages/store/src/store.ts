import type { Direction, LogType } from '@cfw-flow/types';
import type { FlowSource } from './source.ts';
import type { Rejection } from './rejection.ts';
import type { FlowStatistic, StatisticQuery } from './statistic.ts';

/** How an {@link FlowStore.append} goes on. */
export interface AppendOptions {
  /** Firewall of the flows that don't name theirs, a UUID. */
  fw_instance_id: string;
  /** Called after each chunk with the bytes of the source read so far, before decompression. */
  onProgress?: (bytesRead: number) => void;
  /** Stops between chunks; nothing of the source is then kept. */
  signal?: AbortSignal;
}

/** How a question is asked. */
export interface AskOptions {
  /** Ends the question, even while the engine is at it; it then rejects with the reason. */
  signal?: AbortSignal | undefined;
}

/** What became of one source. */
export interface AppendReport {
  /** Name of the source, such as a file's path. */
  source: string;
  /** True when the store held this source already: nothing was added. */
  repeated: boolean;
  /** Flows taken in. */
  flows: number;
  /** Lines that are not flows. */
  rejected: number;
  /** The first of the rejected lines, at most 100, each with its reason. */
  rejections: Rejection[];
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

/** A place that keeps flows and answers questions about them. */
export interface FlowStore {
  /**
   * Takes in a source of flow logs: all its good lines in one transaction, or nothing.
   *
   * @throws {@link StoreError} when the source can't be read to its end or the store can't write
   */
  append(source: FlowSource, options: AppendOptions): Promise<AppendReport>;
  /** Ranks the groups of a window. Every answer equals a plain scan of all flows taken in. */
  statistic(query: StatisticQuery, options?: AskOptions): Promise<FlowStatistic>;
  /** The firewalls whose flows the store holds, by id. */
  firewalls(options?: AskOptions): Promise<FirewallSummary[]>;
  /** Waits for what is under way and lets go of the data. */
  close(): Promise<void>;
}
