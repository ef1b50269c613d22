import { Direction, FlowItem, Item } from '@cfw-flow/fetch-client';
import type { View } from '../view/view.ts';

/**
 * The item that flow-detail knows a group under: an open port is a destination port, and an unsafe
 * peer the source of inbound sessions, else a destination.
 */
export function detailItem({ item, direction }: Pick<View, 'item' | 'direction'>): FlowItem {
  if (item === Item.OPEN_PORT) return FlowItem.DST_PORT;
  if (item === Item.RISK_HOST) return FlowItem.DST_HOST;
  if (item === Item.RISK_IP) {
    return direction === Direction.OUT2IN ? FlowItem.SRC_IP : FlowItem.DST_IP;
  }
  return item;
}
