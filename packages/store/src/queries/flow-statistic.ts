import type { Item } from '@cfw-flow/types';
import type { FlowSelection } from './flow-selection.ts';

/** A question for the greatest groups of one item, with their details. */
export interface FlowStatisticQuery extends FlowSelection {
  /** What the flows are grouped by. */
  item: Item;
  /** Most records wanted, 0 to 1000. */
  size: number;
}

/** An entry of a nested list. */
export interface RankedKey {
  /** Application, port or address. */
  key: string;
  /** Number of sessions. */
  value: number;
}

/** One group of flows: what the contract calls `FlowDetailsVO`, its byte sums exact. */
export interface FlowGroup {
  /** The value that all flows of the group share. */
  item: string;
  /** Number of flows. */
  sessions: number;
  /** Σ `to_s_bytes`. */
  request_byte: bigint;
  /** Σ `to_c_bytes`. */
  response_byte: bigint;
  /** Latest `end_time`, milliseconds since 1970 UTC. */
  last_time: number;
  /** The five applications with the most sessions. */
  apps?: RankedKey[];
  /** The five destination ports with the most sessions. */
  ports?: RankedKey[];
  /** The five source addresses with the most sessions. */
  src_ip?: RankedKey[];
  /** The five destination addresses with the most sessions. */
  dst_ip?: RankedKey[];
  /** Protocol of most sessions; with `dst_port` and `open_port`. */
  protocol?: string;
  /** Region name on the latest flow that has one; with `src_ip`, `dst_ip` and `risk_ip`. */
  region?: string;
  /** Threat lists, as of the latest flow, joined by `, `; with `risk_ip` and `risk_host`. */
  tags?: string;
}

/** The answer to a {@link FlowStatisticQuery}. */
export interface FlowStatistic {
  /** Groups, the most sessions first, at most `size` of them. */
  records: FlowGroup[];
  /** Number of distinct groups in the window, whatever `size` is. */
  total: number;
}
