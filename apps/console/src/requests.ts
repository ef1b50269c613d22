import { createClient, type CfwClient, type ListFlowStatisticQuery } from '@cfw-flow/fetch-client';
import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { apiEndpoint, fetchContext } from './context.ts';
import { lagOf } from './lag.ts';

const LIVE_INTERVAL = 5000;
const LAG_INTERVAL = 5000;

/** Errors are shown at once, with a button to try again: the server is mostly on this machine. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        refetchOnWindowFocus: false,
        // A server on this machine answers without any network.
        networkMode: 'always',
      },
    },
  });
}

export const contextRequest = queryOptions({
  queryKey: ['context'],
  queryFn: ({ signal }) => fetchContext(location.href, signal),
  // A lag that is shown goes when there is none any more.
  refetchInterval: ({ state }) =>
    state.data !== undefined && lagOf(state.data.status) !== undefined && LAG_INTERVAL,
});

/** A client for the API beside this page. */
export function apiClient(projectId: string): CfwClient {
  return createClient({ endpoint: apiEndpoint(location.href), projectId });
}

/** One statistic; the answer before it stays on the page until this one is there. */
export function statisticRequest(
  client: CfwClient,
  projectId: string,
  query: ListFlowStatisticQuery,
  live: boolean,
) {
  return queryOptions({
    queryKey: ['flow-statistic', projectId, query],
    queryFn: ({ signal }) => client.listFlowStatistic(query, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: live ? LIVE_INTERVAL : false,
  });
}
