import { type FlowGroup, FlowItem, type FlowSessions } from '@cfw-flow/fetch-client';
import { compare } from '../text/quantity.ts';

/** The values of an item that most of a group's sessions share. */
export interface ValueShares {
  item: FlowItem;
  entries: { key: string; value: bigint }[];
  /** Whether they are counted over all sessions of the group, not its top sessions alone. */
  ofAll: boolean;
}

const depth = 5;

/** The nested lists of flow-statistic. */
const listOf: Partial<Record<FlowItem, 'src_ip' | 'dst_ip' | 'ports' | 'apps'>> = {
  src_ip: 'src_ip',
  dst_ip: 'dst_ip',
  dst_port: 'ports',
  app: 'apps',
};

/**
 * What is in a group, an entry for each other item: of all its sessions where its record in the
 * ranking tells, else of its top sessions.
 *
 * @param record - nothing where it is not known
 */
export function valueShares(
  item: FlowItem,
  record: FlowGroup<'bigint'> | undefined,
  sessions: readonly FlowSessions<'bigint'>[],
): ValueShares[] {
  return Object.values(FlowItem)
    .filter((other) => other !== item)
    .map((other) => {
      const list = listOf[other];
      const known = list && record?.[list];
      if (known !== undefined) {
        const entries = known.map(({ key, value }) => ({ key, value: BigInt(value) }));
        return { item: other, entries, ofAll: true };
      }
      return { item: other, entries: ranked(other, sessions), ofAll: false };
    })
    .filter(({ entries }) => entries.length > 0);
}

function ranked(item: FlowItem, sessions: readonly FlowSessions<'bigint'>[]) {
  const sums = new Map<string, bigint>();
  for (const one of sessions) {
    const key = one[item];
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0n) + BigInt(one.sessions));
  }
  return [...sums]
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => compare(b.value, a.value))
    .slice(0, depth);
}
