import { FlowItem, Order } from '@cfw-flow/types';
import fc from 'fast-check';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { FlowTop, FlowTopQuery } from '../../queries/flow-top.ts';
import { questionsWith } from '../arbitraries.ts';
import { byCodePoint } from './by-code-point.ts';
import { selected } from './selection.ts';

/** Questions for the greatest groups of several items. */
export const flowTopQueries = questionsWith<Pick<FlowTopQuery, 'item' | 'order' | 'size'>>({
  item: fc.uniqueArray(fc.constantFrom(...Object.values(FlowItem)), { minLength: 1 }),
  order: fc.constantFrom(...Object.values(Order)),
  size: fc.constantFrom(0, 1, 2, 5, 1000),
});

/** Ranks the groups of each item by their sessions or bytes. */
export function flowTop(flows: readonly EnrichedFlow[], query: FlowTopQuery): FlowTop {
  const counted = selected(flows, query);
  return Object.fromEntries(query.item.map((item) => [item, ranking(counted, item, query)]));
}

function ranking(flows: readonly EnrichedFlow[], item: FlowItem, { order, size }: FlowTopQuery) {
  const groups = Map.groupBy(flows, (flow) => flow[item]);
  groups.delete(undefined);
  return [...groups]
    .map(([key, members]) => {
      const sessions = BigInt(members.length);
      const bytes = members.reduce((sum, flow) => sum + flow.to_s_bytes + flow.to_c_bytes, 0n);
      const [value, other] = order === 'byte' ? [bytes, sessions] : [sessions, bytes];
      return { key: String(key), value, other };
    })
    .sort(
      (one, another) =>
        descending(one.value, another.value) ||
        descending(one.other, another.other) ||
        byCodePoint(one.key, another.key),
    )
    .slice(0, size)
    .map(({ key, value }) => ({ key, value }));
}

function descending(one: bigint, other: bigint): number {
  return Number(other > one) - Number(one > other);
}
