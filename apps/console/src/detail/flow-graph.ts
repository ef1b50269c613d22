import type { FlowItem, FlowSessions, Order } from '@cfw-flow/fetch-client';
import { compare } from '../text/quantity.ts';

/** A box of the diagram: the flows that share a value, or those that have none of the greatest. */
export interface FlowNode {
  id: string;
  /** What its value is one of. */
  item: FlowItem;
  /** The value itself; nothing for flows without one, and for all the others together. */
  key: string | undefined;
  /** So many values stand together in this box; 0 where the flows have none. */
  groups: number;
  /** Sessions or bytes. */
  value: bigint;
}

/** A band of the diagram: the flows that two boxes of neighbouring columns share. */
export interface FlowLink {
  source: string;
  target: string;
  value: bigint;
}

/** Columns of boxes from left to right, the greatest first, and the bands between them. */
export interface FlowGraph {
  columns: { item: FlowItem; nodes: FlowNode[] }[];
  links: FlowLink[];
}

type Sessions = FlowSessions<'bigint'>;

/** What a group's flows run through: from its sources over the group to ports and applications. */
export const columnsOf: Readonly<Record<FlowItem, readonly FlowItem[]>> = {
  src_ip: ['src_ip', 'dst_ip', 'dst_port', 'app'],
  dst_ip: ['src_ip', 'dst_ip', 'dst_port', 'app'],
  dst_host: ['src_ip', 'dst_host', 'dst_port', 'app'],
  dst_port: ['src_ip', 'dst_port', 'app', 'dst_ip'],
  app: ['src_ip', 'app', 'dst_port', 'dst_ip'],
  protocol: ['src_ip', 'protocol', 'dst_port', 'app'],
  src_region_name: ['src_ip', 'src_region_name', 'dst_port', 'app'],
  dst_region_name: ['src_ip', 'dst_region_name', 'dst_port', 'app'],
};

/**
 * The diagram of some sessions.
 *
 * @param items - what its columns show
 * @param depth - boxes of values in a column; all smaller ones share one more
 */
export function flowGraph(
  sessions: readonly Sessions[],
  items: readonly FlowItem[],
  order: Order,
  depth: number,
): FlowGraph {
  const amountOf = (one: Sessions) => BigInt(order === 'byte' ? one.bytes : one.sessions);
  const counted = sessions.filter((one) => amountOf(one) > 0n);
  const columns = items
    // Where no flow has a value, a column says nothing.
    .filter((item) => counted.some((one) => one[item] !== undefined))
    .map((item) => columnOf(counted, item, amountOf, depth));
  const amounts = new Map<string, FlowLink>();
  for (const one of counted) {
    for (const [index, column] of columns.slice(0, -1).entries()) {
      const [source, target] = [column.boxOf(one), columns[index + 1]!.boxOf(one)];
      const link = amounts.get(`${source}\n${target}`) ?? { source, target, value: 0n };
      amounts.set(`${source}\n${target}`, { ...link, value: link.value + amountOf(one) });
    }
  }
  return {
    columns: columns.map(({ item, nodes }) => ({ item, nodes })),
    links: [...amounts.values()],
  };
}

/** The boxes of one column, and which of them some sessions are in. */
function columnOf(
  sessions: readonly Sessions[],
  item: FlowItem,
  amountOf: (one: Sessions) => bigint,
  depth: number,
) {
  const sums = new Map<string | undefined, bigint>();
  for (const one of sessions) {
    sums.set(one[item], (sums.get(one[item]) ?? 0n) + amountOf(one));
  }
  const without = sums.get(undefined) ?? 0n;
  sums.delete(undefined);
  const ranked = [...sums].sort(([, a], [, b]) => compare(b, a));
  // A box for a single other value has no less room than that value itself.
  const shown = ranked.length <= depth + 1 ? ranked : ranked.slice(0, depth);
  const others = ranked.slice(shown.length);
  const idOf = (kind: string, key = '') => `${item} ${kind} ${key}`;
  const nodes: FlowNode[] = shown.map(([key, value]) => ({
    id: idOf('value', key),
    item,
    key,
    groups: 1,
    value,
  }));
  if (others.length > 0) {
    const value = others.reduce((sum, [, one]) => sum + one, 0n);
    nodes.push({ id: idOf('others'), item, key: undefined, groups: others.length, value });
  }
  if (without > 0n) {
    nodes.push({ id: idOf('without'), item, key: undefined, groups: 0, value: without });
  }
  const keys = new Set(shown.map(([key]) => key));
  const boxOf = (one: Sessions) => {
    const key = one[item];
    if (key === undefined) return idOf('without');
    return keys.has(key) ? idOf('value', key) : idOf('others');
  };
  return { item, nodes, boxOf };
}
