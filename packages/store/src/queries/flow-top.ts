import type { FlowItem, Order } from '@cfw-flow/types';
import type { FlowSelection } from './flow-selection.ts';

/** A question for the greatest groups of several items. */
export interface FlowTopQuery extends FlowSelection {
  /** What the flows are grouped by, each item once. */
  item: readonly FlowItem[];
  /** What groups are ranked by: sessions, or bytes in both directions. */
  order: Order;
  /** Most groups wanted of each item, 0 to 1000. */
  size: number;
}

/** A group, with its sessions or its bytes. */
export interface TopGroup {
  /** The value that all flows of the group share. */
  key: string;
  /** Number of sessions, or of bytes, by what is ranked. */
  value: bigint;
}

/**
 * The answer to a {@link FlowTopQuery}: the greatest groups of each item. Ties by the other measure
 * descending, then by key ascending by code point.
 */
export type FlowTop = Partial<Record<FlowItem, TopGroup[]>>;
