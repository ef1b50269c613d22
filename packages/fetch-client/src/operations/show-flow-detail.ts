import type { FlowAnalysisVO, SessionVO, ShowFlowDetailData } from '@cfw-flow/types';
import { integer, list, number, text } from '../answer-checks.ts';
import type { Exact, IntegerPolicy } from '../exact-json.ts';
import type { Operation, OperationFacts, QueryOf } from '../operation.ts';

export type { FlowAnalysisVO, SessionVO } from '@cfw-flow/types';

/** What can be asked of {@link showFlowDetail}, under the names of the wire. */
export type ShowFlowDetailQuery = QueryOf<ShowFlowDetailData>;

/** Sessions that differ in nothing but their source port and their time. */
export type FlowSessions<Integers extends IntegerPolicy = 'throw'> = Exact<SessionVO, Integers>;

/** The sums of one group, how many different ends it has, and its top sessions. */
export type FlowDetail<Integers extends IntegerPolicy = 'throw'> = Exact<FlowAnalysisVO, Integers>;

const facts: OperationFacts<FlowAnalysisVO> = {
  url: '/v1/{project_id}/cfw/logs/flow-detail' satisfies ShowFlowDetailData['url'],
  check(detail) {
    list(detail.records, 'records', checkSessions);
    checkAmounts(detail);
    for (const name of counts) integer(detail[name], name);
  },
};

const counts = ['src_ip_count', 'dst_ip_count', 'dst_port_count', 'app_count'] as const;
const texts = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_id',
  'src_region_name',
  'src_device_name',
  'src_associate_instance_type',
  'dst_region_id',
  'dst_region_name',
  'dst_device_name',
  'dst_associate_instance_type',
] as const;

function checkSessions(sessions: Partial<SessionVO>): void {
  checkAmounts(sessions);
  for (const name of texts) text(sessions[name] ?? '', name);
}

function checkAmounts(amounts: Partial<FlowAnalysisVO | SessionVO>): void {
  integer(amounts.sessions ?? 0, 'sessions');
  number(amounts.bytes ?? 0, 'bytes');
  number(amounts.request_byte ?? 0, 'request_byte');
  number(amounts.response_byte ?? 0, 'response_byte');
  integer(amounts.start_time ?? 0, 'start_time');
  integer(amounts.end_time ?? 0, 'end_time');
}

/**
 * Tells what is in one group of {@link listFlowStatistic}: *Querying Traffic Log Statistics
 * Details*.
 *
 * @returns the sums of the group, how many different ends, ports and applications it has, and its
 * top sessions. Times are milliseconds since 1970 UTC, sizes are bytes. A `value` that no flow has
 * is answered with sums of 0.
 * @throws what {@link listFlowStatistic} throws
 *
 * @example
 * ```ts
 * import { createCaller, showFlowDetail } from '@cfw-flow/fetch-client';
 *
 * const caller = createCaller({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { sessions, bytes } = await showFlowDetail(caller, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   item: 'dst_host',
 *   value: 'www.acme.example',
 *   range: 2,
 * });
 * console.log(sessions, bytes);
 * ```
 */
export const showFlowDetail: Operation<ShowFlowDetailQuery, FlowAnalysisVO> = (
  caller,
  query,
  options,
) => caller.request(facts, query, options);
