import type { Item } from '@cfw-flow/types';

/** A nested list of a group. */
export type NestedList = 'apps' | 'ports' | 'src_ip' | 'dst_ip';

/** Greatest number of entries in a nested list. */
export const nestedSize = 5;

/**
 * Which nested lists come with each item. Those of `risk_ip` have the addresses of the other side:
 * its own is in neither.
 */
export const nestedLists: Readonly<Record<Item, readonly NestedList[]>> = {
  src_ip: ['apps', 'ports', 'dst_ip'],
  dst_ip: ['apps', 'ports', 'src_ip'],
  dst_host: ['apps', 'ports', 'src_ip', 'dst_ip'],
  app: ['ports', 'src_ip', 'dst_ip'],
  dst_port: ['apps', 'src_ip', 'dst_ip'],
  open_port: ['apps', 'src_ip', 'dst_ip'],
  protocol: ['apps', 'ports'],
  src_region_name: ['apps', 'ports', 'src_ip'],
  dst_region_name: ['apps', 'ports', 'dst_ip'],
  risk_ip: ['apps', 'ports', 'src_ip', 'dst_ip'],
  risk_host: ['apps', 'ports', 'src_ip', 'dst_ip'],
};
