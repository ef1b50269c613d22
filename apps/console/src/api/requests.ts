import {
  type AssetType,
  type CfwClient,
  createClient,
  type Direction,
  type FlowItem,
  type Item,
  type LogType,
  type Order,
} from '@cfw-flow/fetch-client';
import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { Span } from '../time/span.ts';
import { delayAfter } from './ask-again.ts';
import { apiEndpoint, fetchContext } from './context.ts';
import { lagOf } from './lag.ts';

/*
 * What the page asks. Integers beyond 2^53 come as bigints. The answer before stays on the page until
 * the next one is there.
 */

/** Which flows a question is about, but for their time. */
export interface Selection {
  fw_instance_id: string;
  log_type: LogType;
  direction?: Direction;
  asset_type?: AssetType;
}

/** The API as the page asks it. */
export interface Api {
  client: CfwClient<'bigint'>;
  projectId: string;
}

const LAG_INTERVAL = 5000;

/**
 * Errors are shown at once, with a button to try again; those that pass by themselves are tried again by
 * themselves, too.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        refetchInterval: ({ state: { error } }) => error !== null && delayAfter(error),
        refetchOnWindowFocus: false,
        // The window of a question is absolute: asked again at once, it has the same answer.
        staleTime: 60_000,
        // A server on this machine answers without any network.
        networkMode: 'always',
      },
    },
  });
}

export const contextRequest = queryOptions({
  queryKey: ['context'],
  queryFn: ({ signal }) => fetchContext(location.href, signal),
  staleTime: 0,
  // A lag that is shown goes when there is none any more, as does a queue of questions; a server without
  // flows may get some.
  refetchInterval: ({ state: { data, error } }) => {
    if (error !== null) return delayAfter(error);
    const changes =
      data?.firewalls.length === 0 || (data?.service ?? lagOf(data?.status)) !== undefined;
    return changes && LAG_INTERVAL;
  },
});

/** The API beside this page. */
export function apiOf(projectId: string): Api {
  const client = createClient({
    endpoint: apiEndpoint(location.href),
    projectId,
    integers: 'bigint',
    // A failure is told at once. What passes by itself is asked again by the page, which says so.
    retries: 0,
  });
  return { client, projectId };
}

/** The ranking of one item, by sessions, with all that is said of its groups. */
export function statisticRequest(
  { client, projectId }: Api,
  selection: Selection,
  span: Span,
  { item, size }: { item: Item; size: number },
) {
  const query = { ...selection, ...times(span), item, size };
  return queryOptions({
    queryKey: ['flow-statistic', projectId, query],
    queryFn: ({ signal }) => client.listFlowStatistic(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Items of whose groups a trend can be asked: addresses. */
export function hasTrend(item: Item): boolean {
  return item === 'src_ip' || item === 'dst_ip' || item === 'risk_ip';
}

/** Bits per second over time, of all flows or of those of an address. */
export function trendRequest(
  { client, projectId }: Api,
  selection: Selection,
  span: Span,
  ip?: string,
) {
  const query = { ...selection, ...times(span), ...(ip !== undefined && { ip: [ip] }) };
  return queryOptions({
    queryKey: ['flow-trend', projectId, query],
    queryFn: ({ signal }) => client.showFlowTrend(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Rankings of several items by one measure. */
export function topRequest(
  { client, projectId }: Api,
  selection: Selection,
  span: Span,
  { items, order, size }: { items: readonly FlowItem[]; order: Order; size: number },
) {
  const query = { ...selection, ...times(span), item: [...items], order, size };
  return queryOptions({
    queryKey: ['flow-top', projectId, query],
    queryFn: ({ signal }) => client.showFlowTop(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The sums of one group, and its top sessions. */
export function detailRequest(
  { client, projectId }: Api,
  selection: Selection,
  span: Span,
  { item, value }: { item: FlowItem; value: string },
) {
  const query = { ...selection, ...times(span), item, value };
  return queryOptions({
    queryKey: ['flow-detail', projectId, query],
    queryFn: ({ signal }) => client.showFlowDetail(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

function times({ start, end }: Span) {
  return { start_time: start, end_time: end };
}
