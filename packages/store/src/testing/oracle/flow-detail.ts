import { FlowItem } from '@cfw-flow/types';
import fc from 'fast-check';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { FlowDetail, FlowDetailQuery, SessionGroup } from '../../queries/flow-detail.ts';
import { questionsWith, values } from '../arbitraries.ts';
import { byCodePoint } from './by-code-point.ts';
import { selected } from './selection.ts';

/** Questions for the details of one group. */
export const flowDetailQueries = fc.constantFrom(...Object.values(FlowItem)).chain((item) =>
  questionsWith<Pick<FlowDetailQuery, 'item' | 'value'>>({
    item: fc.constant(item),
    value: fc.constantFrom(...values[item], 'unknown'),
  }),
);

/** Adds up the flows of one group, and its sessions that differ in nothing but source port and time. */
export function flowDetail(flows: readonly EnrichedFlow[], query: FlowDetailQuery): FlowDetail {
  const group = selected(flows, query).filter((flow) => valueOf(flow, query.item) === query.value);
  const sessions = Map.groupBy(group, (flow) =>
    JSON.stringify(fields.map((one) => valueOf(flow, one))),
  );
  const records = [...sessions.values()].map(
    (alike): SessionGroup =>
      ({
        ...Object.fromEntries(
          fields
            .map((field) => [field, valueOf(alike[0]!, field)])
            .filter(([, value]) => value !== undefined),
        ),
        ...sumsOf(alike),
        ...timesOf(alike),
      }) as SessionGroup,
  );
  return {
    ...sumsOf(group),
    ...(group.length > 0 && timesOf(group)),
    src_ip_count: distinct(group, 'src_ip'),
    dst_ip_count: distinct(group, 'dst_ip'),
    dst_port_count: distinct(group, 'dst_port'),
    app_count: distinct(group, 'app'),
    records: records.sort(byRank).slice(0, 50),
  };
}

/** What records are told apart by, in the order by which ties are. */
const fields = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_name',
  'dst_region_name',
] as const;

function valueOf(flow: EnrichedFlow, field: FlowItem): string | undefined {
  const value = flow[field];
  return value === undefined ? undefined : String(value);
}

function distinct(flows: readonly EnrichedFlow[], field: FlowItem): number {
  const found = new Set(flows.map((flow) => valueOf(flow, field)));
  found.delete(undefined);
  return found.size;
}

function sumsOf(flows: readonly EnrichedFlow[]) {
  return {
    sessions: flows.length,
    request_byte: flows.reduce((sum, flow) => sum + flow.to_s_bytes, 0n),
    response_byte: flows.reduce((sum, flow) => sum + flow.to_c_bytes, 0n),
  };
}

function timesOf(flows: readonly EnrichedFlow[]) {
  return {
    start_time: Math.min(...flows.map(({ start_time, end_time }) => start_time ?? end_time)),
    end_time: Math.max(...flows.map(({ end_time }) => end_time)),
  };
}

function byRank(one: SessionGroup, other: SessionGroup): number {
  const bytes = (group: SessionGroup) => group.request_byte + group.response_byte;
  if (one.sessions !== other.sessions) return other.sessions - one.sessions;
  if (bytes(one) !== bytes(other)) return bytes(one) > bytes(other) ? -1 : 1;
  // No text is before an empty one, which no value is.
  const orders = fields.map((field) => byCodePoint(one[field] ?? '', other[field] ?? ''));
  return orders.find((order) => order !== 0) ?? 0;
}
