import type {
  FlowAnalysisVO,
  FlowDetailsVO,
  FlowTrendVO,
  ListFlowStatisticResp,
  SessionVO,
  ShowFlowDetailResp,
  ShowFlowTopResp,
  ShowFlowTopRespData,
  ShowFlowTrendResp,
} from '@cfw-flow/types';
import type { FakeAnswer } from './answer.ts';

/** A record of which only what a test is about has to be said. */
export type PartialRecord = Pick<FlowDetailsVO, 'item'> & Partial<FlowDetailsVO>;

/** A detail of which only what a test is about has to be said. */
export type PartialDetail = Partial<Omit<FlowAnalysisVO, 'records'>> & {
  /** The top sessions, of which only what a test is about has to be said. */
  records?: readonly Partial<SessionVO>[];
};

/** The last day of 2025 UTC, and its last second. */
const day = Date.UTC(2025, 11, 31);
const lastSecond = Date.UTC(2025, 11, 31, 23, 59, 59);

/**
 * An answer to `listFlowStatistic`.
 *
 * @param records - the groups, the most sessions first; one session, no bytes and the last second
 *   of 2025 UTC unless they say otherwise
 * @param total - number of all groups; as many as there are records when left out
 */
export function statistic(
  records: readonly PartialRecord[],
  total = records.length,
): FakeAnswer<ListFlowStatisticResp> {
  const whole = records.map((record) => ({
    sessions: 1,
    request_byte: 0,
    response_byte: 0,
    last_time: lastSecond,
    ...record,
  }));
  return answer({ records: whole, total });
}

/**
 * An answer to `showFlowTrend`.
 *
 * @param records - the parts of the window, the earliest first; without traffic, and the minutes of
 *   the last day of 2025 UTC in turn, unless they say otherwise
 */
export function trend(records: readonly Partial<FlowTrendVO>[]): FakeAnswer<ShowFlowTrendResp> {
  const whole = records.map((record, index) => ({
    agg_time: day + index * 60_000,
    in_bps: 0,
    out_bps: 0,
    ...record,
  }));
  return answer({ records: whole, total: whole.length });
}

/**
 * An answer to `showFlowDetail`.
 *
 * @param detail - what is left out of the sums is that of the records; a record is one session of
 *   DNS over UDP without bytes, in the last second of 2025 UTC, unless it says otherwise
 */
export function detail(detail: PartialDetail): FakeAnswer<ShowFlowDetailResp> {
  const records = (detail.records ?? []).map((record) => ({
    src_ip: '192.0.2.10',
    dst_ip: '198.51.100.7',
    dst_port: '53',
    protocol: 'UDP',
    app: 'DNS',
    sessions: 1,
    bytes: (record.request_byte ?? 0) + (record.response_byte ?? 0),
    request_byte: 0,
    response_byte: 0,
    start_time: lastSecond,
    end_time: lastSecond,
    ...record,
  }));
  const sum = (field: 'sessions' | 'bytes' | 'request_byte' | 'response_byte') =>
    records.reduce((total, record) => total + record[field], 0);
  const distinct = (field: 'src_ip' | 'dst_ip' | 'dst_port' | 'app') =>
    new Set(records.map((record) => record[field])).size;
  return answer({
    sessions: sum('sessions'),
    bytes: sum('bytes'),
    request_byte: sum('request_byte'),
    response_byte: sum('response_byte'),
    src_ip_count: distinct('src_ip'),
    dst_ip_count: distinct('dst_ip'),
    dst_port_count: distinct('dst_port'),
    app_count: distinct('app'),
    ...(records.length > 0 && {
      start_time: Math.min(...records.map(({ start_time }) => start_time)),
      end_time: Math.max(...records.map(({ end_time }) => end_time)),
    }),
    ...detail,
    records,
  });
}

/** An answer to `showFlowTop`: the top groups of each item. */
export function top(rankings: ShowFlowTopRespData): FakeAnswer<ShowFlowTopResp> {
  return answer(rankings);
}

function answer<Data>(data: Data): FakeAnswer<{ data: Data }> {
  return { status: 200, body: { data } };
}
