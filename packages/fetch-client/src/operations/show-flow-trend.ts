import type { FlowTrendVO, ShowFlowTrendData, ShowFlowTrendRespData } from '@cfw-flow/types';
import { integer, list, number } from '../answer-checks.ts';
import type { Exact, IntegerPolicy } from '../exact-json.ts';
import type { Operation, OperationFacts, QueryOf } from '../operation.ts';

export type { FlowTrendVO, ShowFlowTrendRespData } from '@cfw-flow/types';

/** What can be asked of {@link showFlowTrend}, under the names of the wire. */
export type ShowFlowTrendQuery = QueryOf<ShowFlowTrendData>;

/** The rates of one part of a window. */
export type FlowRates<Integers extends IntegerPolicy = 'throw'> = Exact<FlowTrendVO, Integers>;

/** The rates of a window, part by part in the order of time, and the number of parts. */
export type FlowTrend<Integers extends IntegerPolicy = 'throw'> = Exact<
  ShowFlowTrendRespData,
  Integers
>;

const facts: OperationFacts<ShowFlowTrendRespData> = {
  url: '/v1/{project_id}/cfw/logs/flow-trend' satisfies ShowFlowTrendData['url'],
  check({ records, total }) {
    list(records, 'records', checkRates);
    integer(total, 'total');
  },
};

function checkRates({ agg_time, in_bps, out_bps }: Partial<FlowTrendVO>): void {
  integer(agg_time, 'agg_time');
  number(in_bps ?? 0, 'in_bps');
  number(out_bps ?? 0, 'out_bps');
}

/**
 * Tells how much traffic there was in the course of a time window: *Querying the Session Trend*.
 *
 * @returns inbound and outbound bits per second, part by part. `agg_time` is where a part begins,
 * in milliseconds since 1970 UTC. Parts are a minute, five minutes or an hour long for the three
 * ranges, and as long as the contract says for other windows.
 * @throws what {@link listFlowStatistic} throws
 *
 * @example
 * ```ts
 * import { createCaller, showFlowTrend } from '@cfw-flow/fetch-client';
 *
 * const caller = createCaller({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { records } = await showFlowTrend(caller, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   range: 1,
 * });
 * for (const { agg_time, in_bps, out_bps } of records) console.log(agg_time, in_bps, out_bps);
 * ```
 */
export const showFlowTrend: Operation<ShowFlowTrendQuery, ShowFlowTrendRespData> = (
  caller,
  query,
  options,
) => caller.request(facts, query, options);
