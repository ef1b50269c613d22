import type { CfwClient, FlowGroup } from '@cfw-flow/fetch-client';
import { FlowItem, Item } from '@cfw-flow/types';
import {
  askComparison,
  type ComparedWindows,
  type Comparison,
} from '../comparison/ask-comparison.ts';
import type { Measure } from '../measure.ts';
import type { SharedQuery } from '../connection/connect.ts';
import { readTrend, type TrendPart } from '../trend/trend.ts';

/** What a report is made from. */
export interface ReportData {
  windows: ComparedWindows;
  by: Measure;
  comparison: Comparison;
  /** Part by part. */
  trend: { now: TrendPart[]; before: TrendPart[] };
  /** Addresses and hosts that are on a threat list. */
  unsafe: Record<'risk_ip' | 'risk_host', UnsafeGroups>;
}

/** Groups that are on a threat list. */
export interface UnsafeGroups {
  /** Those with the most sessions. */
  groups: FlowGroup<'bigint'>[];
  total: number | bigint;
}

/** In the order of the report. */
const reportedItems: readonly FlowItem[] = [
  FlowItem.SRC_IP,
  FlowItem.DST_IP,
  FlowItem.DST_HOST,
  FlowItem.APP,
  FlowItem.DST_PORT,
  FlowItem.PROTOCOL,
  FlowItem.SRC_REGION_NAME,
  FlowItem.DST_REGION_NAME,
];

/**
 * Asks for all that a report is about.
 *
 * @param size - maximum number of unsafe addresses and hosts
 */
export async function askReport(
  client: CfwClient<'bigint'>,
  query: SharedQuery,
  windows: ComparedWindows,
  by: Measure,
  size: number,
): Promise<ReportData> {
  const trend = async (window: ComparedWindows['now']) =>
    readTrend(await client.showFlowTrend({ ...query, ...window }), () => window.end_time);
  const unsafe = async (item: Item): Promise<UnsafeGroups> => {
    const { records, total } = await client.listFlowStatistic({
      ...query,
      ...windows.now,
      item,
      size,
    });
    return { groups: records, total };
  };
  // One after the other: a report has time, and a cloud limits how much is asked at once.
  const comparison = await askComparison(client, query, windows, reportedItems, by);
  return {
    windows,
    by,
    comparison,
    trend: { now: await trend(windows.now), before: await trend(windows.before) },
    unsafe: {
      risk_ip: await unsafe(Item.RISK_IP),
      risk_host: await unsafe(Item.RISK_HOST),
    },
  };
}
