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
 */
export const showFlowTop: Operation<ShowFlowTopQuery, ShowFlowTopRespData> = (
  caller,
  query,
  options,
) => caller.request(facts, query, options);
