import type { Item } from '@cfw-flow/types';

/** A nested list of a group. */
export type NestedList = 'apps' | 'ports' | 'src_ip' | 'dst_ip';

/** Greatest number of entries in a nested list. */
export const nestedSize = 5;

/**
 * An item whose groups come from the flows alone. `risk_ip` and `risk_host` come from threat
 * lists: without any, they have no groups.
 */
export type FlowItem = Exclude<Item, 'risk_ip' | 'risk_host'>;

/** Tells whether the groups of an item come from the flows alone. */
export function isFlowItem(item: Item): item is FlowItem {
  return item !== 'risk_ip' && item !== 'risk_host';
}

/** Which nested lists come with each item. */
export const nestedLists: Readonly<Record<FlowItem, readonly NestedList[]>> = {
  src_ip: ['apps', 'ports', 'dst_ip'],
  dst_ip: ['apps', 'ports', 'src_ip'],
  dst_host: ['apps', 'ports', 'src_ip', 'dst_ip'],
  app: ['ports', 'src_ip', 'dst_ip'],
  dst_port: ['apps', 'src_ip', 'dst_ip'],
  open_port: ['apps', 'src_ip', 'dst_ip'],
  protocol: ['apps', 'ports'],
  src_region_name: ['apps', 'ports', 'src_ip'],
  dst_region_name: ['apps', 'ports', 'dst_ip'],
};
