import type { CfwClient, FlowRates, RankedEntry } from '@cfw-flow/fetch-client';
import { FlowItem, Item, Order } from '@cfw-flow/types';
import type { Amount } from '../amount.ts';
import { sumOf } from '../comparison/comparison.ts';
import { windowUntil } from '../connection/asked-window.ts';
import type { SharedQuery } from '../connection/connect.ts';
import type { WatchState } from './watch-state.ts';

/** What a server said about a window. */
export interface Snapshot {
  item: FlowItem;
  length: string;
  /** Milliseconds since 1970 UTC: start and end of the window, which are those of the clock here. */
  start: number;
  end: number;
  /** The groups with the most sessions, and those with the most bytes. */
  ranked: Record<Order, readonly RankedEntry<'bigint'>[]>;
  /** Of all flows. */
  totals: Record<Order, Amount>;
  /** End of the latest flow, in milliseconds since 1970 UTC; undefined when there is none. */
  latest: number | undefined;
  /** Rates part by part. */
  rates: readonly FlowRates<'bigint'>[];
}

/** Whether a snapshot is of what a person looks at. */
export function answers(snapshot: Snapshot, state: Pick<WatchState, 'item' | 'length'>): boolean {
  return snapshot.item === state.item && snapshot.length === state.length;
}

/** Most groups that are asked for: those beyond have no change, and no other measure. */
const size = 1000;

/** Every flow has one, and there are few: their sums and latest times are those of all flows. */
const totalled = FlowItem.PROTOCOL;

/** Asks what a person looks at. */
export async function askSnapshot(
  client: CfwClient<'bigint'>,
  query: SharedQuery,
  { item, length }: WatchState,
  signal: AbortSignal,
): Promise<Snapshot> {
  const window = windowUntil(Date.now(), length);
  const asked = { ...query, ...window };
  const rank = (order: Order) =>
    client.showFlowTop({ ...asked, item: [...new Set([item, totalled])], order, size }, { signal });
  const [record, byte, protocols, trend] = await Promise.all([
    rank(Order.RECORD),
    rank(Order.BYTE),
    client.listFlowStatistic({ ...asked, item: Item.PROTOCOL, size }, { signal }),
    client.showFlowTrend(asked, { signal }),
  ]);
  return {
    item,
    length,
    start: window.start_time,
    end: window.end_time,
    ranked: { record: record[item] ?? [], byte: byte[item] ?? [] },
    totals: { record: sumOf(record[totalled] ?? []), byte: sumOf(byte[totalled] ?? []) },
    latest: latestOf(protocols.records.map(({ last_time }) => Number(last_time ?? 0))),
    rates: trend.records,
  };
}

function latestOf(times: readonly number[]): number | undefined {
  const latest = Math.max(0, ...times);
  return latest === 0 ? undefined : latest;
}
