import type { FlowDetailsVO } from '@cfw-flow/types';
import { checkOption } from './check-option.ts';
import { CfwOptionError } from './errors.ts';
import type { Exact, IntegerPolicy } from './exact-json.ts';
import type { CallOptions, CfwCaller } from './operation.ts';
import {
  type FlowGroup,
  listFlowStatistic,
  type ListFlowStatisticQuery,
} from './operations/list-flow-statistic.ts';
import { allOrAbort } from './all-or-abort.ts';
import { between, type QueryWindow } from './window.ts';

/** Most groups that one call tells, and so the most that can be compared. */
const maxGroups = 1000;

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
  /**
   * What the later window has more than the earlier one, or less. Differences of integers are
   * exact; where a side is no integer, it is the difference of two JavaScript numbers.
   */
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
 * tells. The first failure ends both.
 *
 * @param caller - a client, or what {@link createCaller} made
 * @param query - as for `listFlowStatistic`, but with the later window and without `size`
 * @throws what {@link listFlowStatistic} throws, and {@link CfwOptionError} for a window that is
 *   none or that begins too soon after 1970 to have one before it
 *
 * @example
 * ```ts
 * import { compareWindows, createClient, last } from '@cfw-flow/fetch-client';
 *
 * const client = createClient({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { groups } = await compareWindows(client, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   item: 'dst_host',
 *   ...last('1d'),
 * });
 * for (const { item, change, delta } of groups) console.log(change, item, delta.sessions);
 * ```
 */
export async function compareWindows<Integers extends IntegerPolicy = 'throw'>(
  caller: CfwCaller<Integers>,
  query: Omit<ListFlowStatisticQuery, 'range' | 'size' | 'start_time' | 'end_time'> & QueryWindow,
  options: CallOptions = {},
): Promise<Comparison<Integers>> {
  checkOption(query, 'query', 'an object');
  const window = between(query.start_time, query.end_time);
  const windowBefore = windowBeforeOf(window);
  const ask = (one: QueryWindow, signal: AbortSignal) =>
    listFlowStatistic(caller, { ...query, ...one, size: maxGroups }, { signal });
  const [now, before] = await allOrAbort(options.signal, (signal) => [
    ask(window, signal),
    ask(windowBefore, signal),
  ]);
  return {
    window,
    windowBefore,
    // The compiler can't see through a policy that isn't known yet.
    groups: compare(now.records as FlowGroup<Integers>[], before.records as FlowGroup<Integers>[]),
    complete: [now, before].every(({ total, records }) => total <= records.length),
  };
}

function windowBeforeOf({ start_time, end_time }: QueryWindow): QueryWindow {
  const length = end_time - start_time;
  if (length > start_time) {
    throw new CfwOptionError(
      'window',
      `The window from ${start_time} to ${end_time} has none of its length before it since 1970`,
    );
  }
  return { start_time: start_time - length, end_time: start_time };
}

function compare<Integers extends IntegerPolicy>(
  now: readonly FlowGroup<Integers>[],
  before: readonly FlowGroup<Integers>[],
): ComparedGroup<Integers>[] {
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
    counts.map((count) => [count, difference(now?.[count] ?? 0, before?.[count] ?? 0)]),
  ) as ComparedGroup<Integers>['delta'];
  const { item } = (now ?? before)!;
  return { item, change: changeOf(rank, rankBefore), rank, rankBefore, delta, now, before };
}

function changeOf(rank: number | undefined, before: number | undefined): ComparedGroup['change'] {
  if (before === undefined) return 'new';
  if (rank === undefined) return 'gone';
  return rank === before ? 'same' : 'moved';
}

/** Exact, unless a side is no integer: the contract lets a count be a double. */
function difference(now: number | bigint, before: number | bigint): number | bigint {
  if (typeof now === 'number' && typeof before === 'number') return now - before;
  if (!isWhole(now) || !isWhole(before)) return Number(now) - Number(before);
  const exact = BigInt(now) - BigInt(before);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}
