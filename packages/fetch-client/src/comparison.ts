import type { FlowDetailsVO } from '@cfw-flow/types';
import type {
  CallOptions,
  CfwClient,
  Exact,
  FlowGroup,
  FlowStatistic,
  ListFlowStatisticQuery,
} from './client.ts';
import type { IntegerPolicy } from './exact-json.ts';
import { between, type QueryWindow } from './window.ts';

/** Most groups that one call tells, and so the most that can be compared. */
const mostGroups = 1000;

/** What of a group can be compared. */
const counts = ['sessions', 'request_byte', 'response_byte'] as const;

/** A group in two windows. */
export interface ComparedGroup<Integers extends IntegerPolicy = 'throw'> {
  /** The value that all flows of the group share. */
  item: string;
  /**
   * - `new`: only in the later window
   * - `gone`: only in the earlier window
   * - `moved`: in both, at another rank
   * - `same`: in both, at the same rank
   */
  change: 'new' | 'gone' | 'moved' | 'same';
  /** Rank in the later window, from 1. */
  rank: number | undefined;
  /** Rank in the earlier window, from 1. */
  rankBefore: number | undefined;
  /** What the later window has more than the earlier one, or less, in exact numbers. */
  delta: Exact<Pick<FlowDetailsVO, (typeof counts)[number]>, Integers>;
  /** The group in the later window. */
  now: FlowGroup<Integers> | undefined;
  /** The group in the earlier window. */
  before: FlowGroup<Integers> | undefined;
}

/** What changed from one window to the next of the same length. */
export interface Comparison<Integers extends IntegerPolicy = 'throw'> {
  /** The later window. */
  window: QueryWindow;
  /** The one before it, of the same length. */
  windowBefore: QueryWindow;
  /** Groups of the later window by rank, then those that are gone by their earlier rank. */
  groups: ComparedGroup<Integers>[];
  /**
   * False when a window has more groups than one call tells (1000): a group that looks new or
   * gone may then only have been too small.
   */
  complete: boolean;
}

/**
 * Compares a window with the one before it: two calls, each for as many groups as the endpoint
 * tells.
 *
 * @param query - as for `listFlowStatistic`, but with the later window and without `size`
 * @throws what {@link CfwClient.listFlowStatistic} throws, and RangeError for a window that ends
 *   before it starts or that has nothing before it
 */
export async function compareWindows<Integers extends IntegerPolicy = 'throw'>(
  client: CfwClient<Integers>,
  query: Omit<ListFlowStatisticQuery, 'range' | 'size' | 'start_time' | 'end_time'> & QueryWindow,
  options?: CallOptions,
): Promise<Comparison<Integers>> {
  const window = between(query.start_time, query.end_time);
  const length = window.end_time - window.start_time;
  const windowBefore = between(window.start_time - length, window.start_time);
  const ask = (one: QueryWindow) =>
    client.listFlowStatistic({ ...query, ...one, size: mostGroups }, options);
  const [now, before] = await Promise.all([ask(window), ask(windowBefore)]);
  return {
    window,
    windowBefore,
    groups: compare<Integers>(now, before),
    complete: now.total <= now.records.length && before.total <= before.records.length,
  };
}

function compare<Integers extends IntegerPolicy>(
  statistic: FlowStatistic<Integers>,
  statisticBefore: FlowStatistic<Integers>,
): ComparedGroup<Integers>[] {
  // The compiler can't see through a policy that isn't known yet.
  const now = statistic.records as FlowGroup<Integers>[];
  const before = statisticBefore.records as FlowGroup<Integers>[];
  const earlier = new Map(before.map((group, index) => [group.item, { group, rank: index + 1 }]));
  const later = new Set(now.map(({ item }) => item));
  return [
    ...now.map((group, index) => {
      const match = earlier.get(group.item);
      return compared(group, index + 1, match?.group, match?.rank);
    }),
    ...before
      .map((group, index) => compared(undefined, undefined, group, index + 1))
      .filter(({ item }) => !later.has(item)),
  ];
}

function compared<Integers extends IntegerPolicy>(
  now: FlowGroup<Integers> | undefined,
  rank: number | undefined,
  before: FlowGroup<Integers> | undefined,
  rankBefore: number | undefined,
): ComparedGroup<Integers> {
  const delta = Object.fromEntries(
    counts.map((count) => [count, difference(now?.[count], before?.[count])]),
  ) as ComparedGroup<Integers>['delta'];
  const { item } = (now ?? before)!;
  return { item, change: changeOf(rank, rankBefore), rank, rankBefore, delta, now, before };
}

function changeOf(rank: number | undefined, before: number | undefined): ComparedGroup['change'] {
  if (before === undefined) return 'new';
  if (rank === undefined) return 'gone';
  return rank === before ? 'same' : 'moved';
}

/** Exact: two safe integers from 0 differ by a safe one. */
function difference(now: number | bigint = 0, before: number | bigint = 0): number | bigint {
  if (typeof now === 'number' && typeof before === 'number') return now - before;
  const exact = BigInt(now) - BigInt(before);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}
