import type {
  FlowDetailsVO,
  ListFlowStatisticData,
  ListFlowStatisticRespData,
} from '@cfw-flow/types';
import { integer, list, number, text } from '../answer-checks.ts';
import type { Exact, IntegerPolicy } from '../exact-json.ts';
import type { Operation, OperationFacts, QueryOf } from '../operation.ts';
import { checkRankedEntry } from './ranked-entry.ts';

export type { FlowDetailsVO, ListFlowStatisticRespData } from '@cfw-flow/types';

/**
 * What can be asked of {@link listFlowStatistic}, under the names of the wire. What is undefined is
 * as good as left out.
 */
export type ListFlowStatisticQuery = QueryOf<ListFlowStatisticData>;

/** One group of flows. */
export type FlowGroup<Integers extends IntegerPolicy = 'throw'> = Exact<FlowDetailsVO, Integers>;

/** The groups with the most sessions, and the number of all groups. */
export type FlowStatistic<Integers extends IntegerPolicy = 'throw'> = Exact<
  ListFlowStatisticRespData,
  Integers
>;

const facts: OperationFacts<ListFlowStatisticRespData> = {
  url: '/v1/{project_id}/cfw/logs/flow-statistic' satisfies ListFlowStatisticData['url'],
  check({ records, total }) {
    list(records, 'records', checkGroup);
    integer(total, 'total');
  },
};

/** What a group lacks is left to the caller, but for the group itself. */
function checkGroup(group: Partial<FlowDetailsVO>): void {
  text(group.item, 'item');
  for (const name of integers) integer(group[name] ?? 0, name);
  for (const name of numbers) number(group[name] ?? 0, name);
  for (const name of texts) text(group[name] ?? '', name);
  for (const name of lists) list(group[name] ?? [], name, checkRankedEntry);
}

const integers = ['sessions', 'last_time', 'agg_start_time', 'agg_end_time'] as const;
const numbers = ['request_byte', 'response_byte'] as const;
const texts = ['protocol', 'region', 'device_name', 'associate_instance_type', 'tags'] as const;
const lists = ['apps', 'ports', 'src_ip', 'dst_ip'] as const;

/**
 * Ranks the flows of a time window, grouped by one item: *Querying Traffic Log Statistics*.
 *
 * @returns the groups with the most sessions, at most `size` (0 to 1000, default 5), and the
 * number of all groups. Times are milliseconds since 1970 UTC, sizes are bytes.
 * @throws {@link CfwApiError} when the answer is not 2xx
 * @throws {@link CfwConnectionError} when no whole answer came
 * @throws {@link CfwTimeoutError} when it took too long
 * @throws {@link CfwAbortError} when the signal ended it
 * @throws {@link CfwResponseError} when the answer is not a statistic, is a redirect, is too long,
 * or holds a whole number beyond 2^53 − 1 where the policy is `throw`
 * @throws {@link CfwOptionError} when a function that was to give credentials gave none, or when there is
 * no query, or a signal that is none
 *
 * @example
 * ```ts
 * import { createCaller, listFlowStatistic } from '@cfw-flow/fetch-client';
 *
 * const caller = createCaller({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { records } = await listFlowStatistic(caller, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   item: 'dst_host',
 *   range: 2,
 *   size: 10,
 * });
 * for (const { item, sessions } of records) console.log(item, sessions);
 * ```
 */
export const listFlowStatistic: Operation<ListFlowStatisticQuery, ListFlowStatisticRespData> = (
  caller,
  query,
  options,
) => caller.request(facts, query, options);
