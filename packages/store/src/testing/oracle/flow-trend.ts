import fc from 'fast-check';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { FlowTrend, FlowTrendQuery, TrafficOfPart } from '../../queries/flow-trend.ts';
import { questionsWith, values } from '../arbitraries.ts';
import { selected } from './selection.ts';

const minute = 60_000;

/** Questions for traffic over time. */
export const flowTrendQueries = questionsWith<
  Pick<FlowTrendQuery, 'width' | 'ip' | 'vpc'>,
  'ip' | 'vpc'
>(
  {
    width: fc.constantFrom(1, 5, 30, 60, 360, 1440, 3 * 1440).map((minutes) => minutes * minute),
    ip: fc.uniqueArray(fc.constantFrom(...values.src_ip), { minLength: 1, maxLength: 5 }),
    vpc: fc.uniqueArray(fc.constantFrom(...values.vpc, 'unknown'), { minLength: 1 }),
  },
  ['ip', 'vpc'],
);

/** The traffic of each part of the window that has flows. */
export function flowTrend(flows: readonly EnrichedFlow[], query: FlowTrendQuery): FlowTrend {
  const parts = new Map<number, TrafficOfPart>();
  for (const flow of selected(flows, query)) {
    if (query.ip && !query.ip.includes(flow.src_ip) && !query.ip.includes(flow.dst_ip)) continue;
    const vpcs = [flow.src_vpc, flow.dst_vpc];
    if (query.vpc && !query.vpc.some((vpc) => vpcs.includes(vpc))) continue;
    const start = Math.max(query.window.start, flow.end_time - (flow.end_time % query.width));
    const part = parts.get(start) ?? { start, in_bytes: 0n, out_bytes: 0n };
    const isOutbound = flow.direction === 'in2out';
    part.in_bytes += isOutbound ? flow.to_c_bytes : flow.to_s_bytes;
    part.out_bytes += isOutbound ? flow.to_s_bytes : flow.to_c_bytes;
    parts.set(start, part);
  }
  return [...parts.values()].sort((one, other) => one.start - other.start);
}
