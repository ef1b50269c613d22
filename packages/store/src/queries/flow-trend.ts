import type { FlowSelection } from './flow-selection.ts';

/** A question for traffic over time. */
export interface FlowTrendQuery extends FlowSelection {
  /**
   * Milliseconds of a part of the window, a multiple of a minute. Parts are cut at multiples of it,
   * counted from 1970 UTC: the first begins with the window, the last ends with it.
   */
  width: number;
  /** Addresses in canonical spelling, any of which is the source or the destination; all when left out. */
  ip?: readonly string[];
  /** VPCs, any of which is that of the source or of the destination; all when left out. */
  vpc?: readonly string[];
}

/** Traffic of one part of a window. */
export interface TrafficOfPart {
  /** Start of the part, milliseconds since 1970 UTC; it reaches to that of the next one. */
  start: number;
  /** Bytes that came to the assets: Σ `to_c_bytes` of outbound sessions, Σ `to_s_bytes` of inbound ones. */
  in_bytes: bigint;
  /** Bytes that left the assets: the others. */
  out_bytes: bigint;
}

/** The answer to a {@link FlowTrendQuery}: the traffic of each part of the window that has flows, by time. */
export type FlowTrend = TrafficOfPart[];
