import type { CfwClient, QueryWindow } from '@cfw-flow/fetch-client';
import { FlowItem, Order } from '@cfw-flow/types';
import type { SharedQuery } from '../connection/connect.ts';
import type { Measure } from '../measure.ts';
import {
  type Change,
  changeOf,
  compareGroups,
  type GroupComparison,
  type Rankings,
  sumOf,
} from './comparison.ts';

/** A window, and the earlier one that it is compared with. */
export interface ComparedWindows {
  now: QueryWindow;
  before: QueryWindow;
}

/** What changed from one window to another. */
export interface Comparison {
  /** Of all flows. */
  totals: Record<Measure, Change>;
  /** In the order that was asked for. */
  items: { item: FlowItem; comparison: GroupComparison }[];
}

/** Most groups that flow-top gives: of an item with more, only those with the most are compared. */
export const maxGroups = 1000;

/** Every flow has one, and there are few: their sums are those of all flows. */
const totalled = FlowItem.PROTOCOL;

/**
 * Compares the groups of two windows by their rankings, of which there are two a window: one by
 * sessions, one by bytes.
 */
export async function askComparison(
  client: CfwClient<'bigint'>,
  query: SharedQuery,
  windows: ComparedWindows,
  items: readonly FlowItem[],
  by: Measure,
): Promise<Comparison> {
  const others = new AbortController();
  const ask = (window: QueryWindow, order: Order) =>
    client.showFlowTop(
      { ...query, ...window, item: [...new Set([...items, totalled])], order, size: maxGroups },
      { signal: others.signal },
    );
  try {
    const [sessions, bytes, sessionsBefore, bytesBefore] = await Promise.all([
      ask(windows.now, Order.RECORD),
      ask(windows.now, Order.BYTE),
      ask(windows.before, Order.RECORD),
      ask(windows.before, Order.BYTE),
    ]);
    const now = (item: FlowItem) => rankings(sessions[item], bytes[item]);
    const before = (item: FlowItem) => rankings(sessionsBefore[item], bytesBefore[item]);
    const total = (measure: Measure) =>
      changeOf(sumOf(now(totalled)[measure]), sumOf(before(totalled)[measure]));
    return {
      totals: { sessions: total('sessions'), bytes: total('bytes') },
      items: items.map((item) => ({
        item,
        comparison: compareGroups(now(item), before(item), by, maxGroups),
      })),
    };
  } finally {
    others.abort();
  }
}

/** Servers may leave an item out that has no groups. */
function rankings(sessions: Rankings['sessions'] = [], bytes: Rankings['bytes'] = []): Rankings {
  return { sessions, bytes };
}
