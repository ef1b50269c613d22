import type { CallOptions, CfwClient, FlowGroup, ListFlowStatisticQuery } from './client.ts';
import { between, type QueryWindow } from './window.ts';

/** Most groups that one call tells, and so the most that can be compared. */
const mostGroups = 1000;

/** A group in two windows. */
export interface ComparedGroup {
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
  /** Sessions in the later window less those in the earlier one. */
  sessionsDelta: number;
  /** Bytes both ways in the later window less those in the earlier one. */
  bytesDelta: number;
  /** The group in the later window. */
  now: FlowGroup | undefined;
  /** The group in the earlier window. */
  before: FlowGroup | undefined;
}

/** What changed from one window to the next of the same length. */
export interface Comparison {
  /** The later window. */
  window: QueryWindow;
  /** The one before it, of the same length. */
  windowBefore: QueryWindow;
  /** Groups of the later window by rank, then those that are gone by their earlier rank. */
  groups: ComparedGroup[];
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
export async function compareWindows(
  client: CfwClient,
  query: Omit<ListFlowStatisticQuery, 'range' | 'size' | 'start_time' | 'end_time'> & QueryWindow,
  options?: CallOptions,
): Promise<Comparison> {
  const window = between(query.start_time, query.end_time);
  const length = window.end_time - window.start_time;
  const windowBefore = between(window.start_time - length, window.start_time);
  const ask = (one: QueryWindow) =>
    client.listFlowStatistic({ ...query, ...one, size: mostGroups }, options);
  const [now, before] = await Promise.all([ask(window), ask(windowBefore)]);
  return {
    window,
    windowBefore,
    groups: compare(now.records, before.records),
    complete: now.total <= now.records.length && before.total <= before.records.length,
  };
}

function compare(now: readonly FlowGroup[], before: readonly FlowGroup[]): ComparedGroup[] {
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

function compared(
  now: FlowGroup | undefined,
  rank: number | undefined,
  before: FlowGroup | undefined,
  rankBefore: number | undefined,
): ComparedGroup {
  return {
    item: (now ?? before)!.item,
    change: changeOf(rank, rankBefore),
    rank,
    rankBefore,
    sessionsDelta: (now?.sessions ?? 0) - (before?.sessions ?? 0),
    bytesDelta: bytesOf(now) - bytesOf(before),
    now,
    before,
  };
}

function changeOf(rank: number | undefined, before: number | undefined): ComparedGroup['change'] {
  if (before === undefined) return 'new';
  if (rank === undefined) return 'gone';
  return rank === before ? 'same' : 'moved';
}

function bytesOf(group: FlowGroup | undefined): number {
  return group === undefined ? 0 : group.request_byte + group.response_byte;
}
