import type { ShowFlowTopData, ShowFlowTopRespData } from '@cfw-flow/types';
import { list } from '../answer-checks.ts';
import type { Exact, IntegerPolicy } from '../exact-json.ts';
import type { Operation, OperationFacts, QueryOf } from '../operation.ts';
import { checkRankedEntry } from './ranked-entry.ts';

export type { ShowFlowTopRespData } from '@cfw-flow/types';

/** What can be asked of {@link showFlowTop}, under the names of the wire. */
export type ShowFlowTopQuery = QueryOf<ShowFlowTopData>;

/** The top groups of several items, by item. */
export type FlowTop<Integers extends IntegerPolicy = 'throw'> = Exact<
  ShowFlowTopRespData,
  Integers
>;

const facts: OperationFacts<ShowFlowTopRespData> = {
  url: '/v1/{project_id}/cfw/logs/flow-top' satisfies ShowFlowTopData['url'],
  check(rankings) {
    for (const [item, ranking] of Object.entries(rankings)) list(ranking, item, checkRankedEntry);
  },
};

/**
 * Ranks the flows of a time window by several items at once, by sessions or by bytes: *Querying Top
 * Traffic Statistics*.
 *
 * @returns the groups of each item with the most sessions (`order: 'record'`) or bytes
 * (`order: 'byte'`), at most `size` (0 to 1000, default 5)
 * @throws what {@link listFlowStatistic} throws
 *
 * @example
 * ```ts
 * import { createCaller, showFlowTop } from '@cfw-flow/fetch-client';
 *
 * const caller = createCaller({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { src_ip = [] } = await showFlowTop(caller, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   item: ['src_ip', 'app'],
 *   order: 'byte',
 *   range: 2,
 * });
 * for (const { key, value } of src_ip) console.log(key, value);
 * ```
 */
export const showFlowTop: Operation<ShowFlowTopQuery, ShowFlowTopRespData> = (
  caller,
  query,
  options,
) => caller.request(facts, query, options);
