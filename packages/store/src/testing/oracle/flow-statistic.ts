import { Item } from '@cfw-flow/types';
import fc from 'fast-check';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type {
  FlowGroup,
  FlowStatistic,
  FlowStatisticQuery,
  RankedKey,
} from '../../queries/flow-statistic.ts';
import { questionsWith } from '../arbitraries.ts';
import { byCodePoint } from './by-code-point.ts';
import { opensPort, selected } from './selection.ts';

/** Questions for the groups of one item. */
export const flowStatisticQueries = questionsWith<Pick<FlowStatisticQuery, 'item' | 'size'>>({
  item: fc.constantFrom(...Object.values(Item)),
  size: fc.constantFrom(0, 1, 2, 5, 1000),
});

/** Ranks the groups of one item. */
export function flowStatistic(
  flows: readonly EnrichedFlow[],
  query: FlowStatisticQuery,
): FlowStatistic {
  const groups = new Map<string, EnrichedFlow[]>();
  for (const flow of selected(flows, query)) {
    const key = groupOf(flow, query.item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(flow);
    else groups.set(key, [flow]);
  }
  const ranked = [...groups].map(([item, members]) => describe(item, members, query.item));
  ranked.sort(byRank);
  return { records: ranked.slice(0, query.size), total: ranked.length };
}

/** Whom the asset talks with. */
function peerOf(flow: EnrichedFlow): { address: string; region: string | undefined } {
  return flow.direction === 'in2out'
    ? { address: flow.dst_ip, region: flow.dst_region_name }
    : { address: flow.src_ip, region: flow.src_region_name };
}

function groupOf(flow: EnrichedFlow, item: FlowStatisticQuery['item']): string | undefined {
  switch (item) {
    case 'dst_port':
      return portOf(flow);
    case 'open_port':
      return opensPort(flow) ? portOf(flow) : undefined;
    case 'risk_ip':
      return flow.ip_lists === undefined ? undefined : peerOf(flow).address;
    case 'risk_host':
      return flow.host_lists === undefined ? undefined : flow.dst_host;
    default:
      return flow[item];
  }
}

function portOf(flow: EnrichedFlow): string | undefined {
  return flow.dst_port === undefined ? undefined : String(flow.dst_port);
}

function describe(
  item: string,
  flows: EnrichedFlow[],
  kind: FlowStatisticQuery['item'],
): FlowGroup {
  const group: FlowGroup = {
    item,
    sessions: flows.length,
    request_byte: flows.reduce((sum, flow) => sum + flow.to_s_bytes, 0n),
    response_byte: flows.reduce((sum, flow) => sum + flow.to_c_bytes, 0n),
    last_time: Math.max(...flows.map((flow) => flow.end_time)),
  };
  const apps = top(flows.map((flow) => flow.app));
  const ports = top(flows.map(portOf));
  const sources = flows.map((flow) => flow.src_ip);
  const destinations = flows.map((flow) => flow.dst_ip);

  if (kind !== 'app' && apps.length > 0) group.apps = apps;
  if (!['dst_port', 'open_port'].includes(kind) && ports.length > 0) group.ports = ports;
  if (kind === 'risk_ip') {
    const [from, to] = [sources, destinations].map((keys) => keys.filter((key) => key !== item));
    if (from!.length > 0) group.src_ip = top(from!);
    if (to!.length > 0) group.dst_ip = top(to!);
  } else {
    if (!['src_ip', 'protocol', 'dst_region_name'].includes(kind)) group.src_ip = top(sources);
    if (!['dst_ip', 'protocol', 'src_region_name'].includes(kind)) group.dst_ip = top(destinations);
  }
  if (['dst_port', 'open_port'].includes(kind)) {
    group.protocol = top(flows.map((flow) => flow.protocol))[0]!.key;
  }
  const region = regionOf(flows, kind);
  if (region !== undefined) group.region = region;
  if (kind === 'risk_ip') group.tags = latest(flows, (flow) => flow.ip_lists)!;
  if (kind === 'risk_host') group.tags = latest(flows, (flow) => flow.host_lists)!;
  return group;
}

function regionOf(flows: EnrichedFlow[], kind: FlowStatisticQuery['item']): string | undefined {
  switch (kind) {
    case 'src_ip':
      return latest(flows, (flow) => flow.src_region_name);
    case 'dst_ip':
      return latest(flows, (flow) => flow.dst_region_name);
    case 'risk_ip':
      return latest(flows, (flow) => peerOf(flow).region);
    default:
      return undefined;
  }
}

function top(keys: readonly (string | undefined)[]): RankedKey[] {
  const tally = new Map<string, number>();
  for (const key of keys) {
    if (key !== undefined) tally.set(key, (tally.get(key) ?? 0) + 1);
  }
  return [...tally]
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => b.value - a.value || byCodePoint(a.key, b.key))
    .slice(0, 5);
}

function latest(
  flows: readonly EnrichedFlow[],
  name: (flow: EnrichedFlow) => string | undefined,
): string | undefined {
  const named = flows.filter((flow) => name(flow) !== undefined);
  const time = Math.max(...named.map((flow) => flow.end_time));
  const names = named.filter((flow) => flow.end_time === time).map((flow) => name(flow)!);
  return names.sort(byCodePoint)[0];
}

function byRank(a: FlowGroup, b: FlowGroup): number {
  const bytesOfA = a.request_byte + a.response_byte;
  const bytesOfB = b.request_byte + b.response_byte;
  if (a.sessions !== b.sessions) return b.sessions - a.sessions;
  if (bytesOfA !== bytesOfB) return bytesOfA > bytesOfB ? -1 : 1;
  return byCodePoint(a.item, b.item);
}
