import type { FlowItem } from '@cfw-flow/types';
import type { FlowSelection } from './flow-selection.ts';

/** Maximum number of records of an answer. */
export const maxDetailRecords = 50;

/** A question for the details of one group. */
export interface FlowDetailQuery extends FlowSelection {
  /** What the group is one of. */
  item: FlowItem;
  /** The value that all flows of the group share, addresses and hosts in canonical spelling. */
  value: string;
}

/** Sums over flows. */
interface FlowSums {
  /** Number of flows. */
  sessions: number;
  /** Σ `to_s_bytes`. */
  request_byte: bigint;
  /** Σ `to_c_bytes`. */
  response_byte: bigint;
}

/** Flows that differ in nothing but their source port and their time. */
export interface SessionGroup extends FlowSums {
  /** Source address. */
  src_ip: string;
  /** Destination address. */
  dst_ip: string;
  /** Destination port. */
  dst_port?: string;
  /** Protocol. */
  protocol: string;
  /** Application. */
  app?: string;
  /** Destination domain name. */
  dst_host?: string;
  /** Region of the source. */
  src_region_name?: string;
  /** Region of the destination. */
  dst_region_name?: string;
  /**
   * Earliest `start_time`, or `end_time` of a flow that has no start, milliseconds since 1970 UTC.
   */
  start_time: number;
  /** Latest `end_time`, milliseconds since 1970 UTC. */
  end_time: number;
}

/** The answer to a {@link FlowDetailQuery}. */
export interface FlowDetail extends FlowSums {
  /** Number of different source addresses. */
  src_ip_count: number;
  /** Number of different destination addresses. */
  dst_ip_count: number;
  /** Number of different destination ports. */
  dst_port_count: number;
  /** Number of different applications. */
  app_count: number;
  /** As of {@link SessionGroup}; left out without flows. */
  start_time?: number;
  /** As of {@link SessionGroup}; left out without flows. */
  end_time?: number;
  /**
   * The greatest groups of sessions, at most {@link maxDetailRecords}: most sessions first, then most
   * bytes, then by their values in the order above, ascending by code point, absent ones first.
   */
  records: SessionGroup[];
}
