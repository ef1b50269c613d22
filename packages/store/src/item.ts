import type { Item } from '@cfw-flow/types';
import type { EnrichedFlow } from './enrichment/enriched-flow.ts';

/** A nested list of a group. */
export type NestedList = 'apps' | 'ports' | 'src_ip' | 'dst_ip';

/** Maximum number of entries in a nested list. */
export const nestedSize = 5;

/** What the entries of each nested list are. */
export const listFields = {
  /** Applications. */
  apps: 'app',
  /** Destination ports. */
  ports: 'dst_port',
  /** Source addresses. */
  src_ip: 'src_ip',
  /** Destination addresses. */
  dst_ip: 'dst_ip',
} as const satisfies Record<NestedList, keyof EnrichedFlow>;

/**
 * What groups are made of: a field of the flow, or something of a flow that a threat list flags, see
 * `FoundColumns`: the peer, the host, the peer's region.
 */
export type ItemField =
  | 'src_ip'
  | 'dst_ip'
  | 'dst_host'
  | 'app'
  | 'dst_port'
  | 'protocol'
  | 'src_region_name'
  | 'dst_region_name'
  | 'risk_ip'
  | 'risk_host';

/** A field whose value is said of a group. */
export type SaidField = ItemField | 'risk_ip_region' | 'risk_ip_list' | 'risk_host_list';

/** One value that is said of each group. */
export interface Said {
  /** Field of the record. */
  readonly name: 'protocol' | 'region' | 'tags';
  /** Field of the flows that has the value. */
  readonly field: SaidField;
  /** Which value counts: that of most sessions, or that of the latest flow. Ties ascend. */
  readonly by: 'sessions' | 'last_time';
}

/** What an item is: engines, rollups and server derive from it how they answer. */
export interface ItemDeclaration {
  /** What the flows are grouped by. A flow without a value is in no group. */
  readonly field: ItemField;
  /** The nested lists of its groups. */
  readonly lists: readonly NestedList[];
  /** What else is said of its groups. */
  readonly said: readonly Said[];
  /** Whether only sessions count that opened a port: inbound ones that got an answer. */
  readonly opensPort?: true;
  /** Whether its lists of addresses are of the other side, without the group itself. */
  readonly isPeer?: true;
  /** Whether an operator's assets say more of its groups. */
  readonly isAsset?: true;
  /** Whether it has few values, so that its greatest groups have most of the flows. */
  readonly hasFewValues?: true;
}

const protocol: Said = { name: 'protocol', field: 'protocol', by: 'sessions' };
const region = (field: SaidField): Said => ({ name: 'region', field, by: 'last_time' });
const tags = (field: SaidField): Said => ({ name: 'tags', field, by: 'last_time' });

/** The items that flows are ranked by. */
export const items: Readonly<Record<Item, ItemDeclaration>> = {
  src_ip: {
    field: 'src_ip',
    lists: ['apps', 'ports', 'dst_ip'],
    said: [region('src_region_name')],
    isAsset: true,
  },
  dst_ip: {
    field: 'dst_ip',
    lists: ['apps', 'ports', 'src_ip'],
    said: [region('dst_region_name')],
    isAsset: true,
  },
  dst_host: { field: 'dst_host', lists: ['apps', 'ports', 'src_ip', 'dst_ip'], said: [] },
  app: { field: 'app', lists: ['ports', 'src_ip', 'dst_ip'], said: [], hasFewValues: true },
  dst_port: {
    field: 'dst_port',
    lists: ['apps', 'src_ip', 'dst_ip'],
    said: [protocol],
    hasFewValues: true,
  },
  open_port: {
    field: 'dst_port',
    lists: ['apps', 'src_ip', 'dst_ip'],
    said: [protocol],
    opensPort: true,
    hasFewValues: true,
  },
  protocol: { field: 'protocol', lists: ['apps', 'ports'], said: [], hasFewValues: true },
  src_region_name: {
    field: 'src_region_name',
    lists: ['apps', 'ports', 'src_ip'],
    said: [],
    hasFewValues: true,
  },
  dst_region_name: {
    field: 'dst_region_name',
    lists: ['apps', 'ports', 'dst_ip'],
    said: [],
    hasFewValues: true,
  },
  risk_ip: {
    field: 'risk_ip',
    lists: ['apps', 'ports', 'src_ip', 'dst_ip'],
    said: [region('risk_ip_region'), tags('risk_ip_list')],
    isPeer: true,
  },
  risk_host: {
    field: 'risk_host',
    lists: ['apps', 'ports', 'src_ip', 'dst_ip'],
    said: [tags('risk_host_list')],
  },
};
