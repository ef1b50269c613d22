import {
  type FlowDetail,
  type FlowDetailQuery,
  items,
  maxDetailRecords,
  type SessionGroup,
} from '@cfw-flow/store';
import { type Row, rows } from '../database/rows.ts';
import type { Connection } from '../database/connection.ts';
import { kindOf } from '../schema/key-columns.ts';
import {
  sessionColumns,
  sessionRowsOf,
  topBuckets,
  topSessions,
  wholeGroup,
} from './flow-detail-sql.ts';
import { numbersOf } from './numbers-of.ts';
import type { EngineOperation } from './operation.ts';
import type { Segment } from './plan-window.ts';
import type { Chosen, QueryPlan } from './segments-sql.ts';

const noFlows: FlowDetail = {
  sessions: 0,
  request_byte: 0n,
  response_byte: 0n,
  src_ip_count: 0,
  dst_ip_count: 0,
  dst_port_count: 0,
  app_count: 0,
  records: [],
};

/** Adds up the flows of one group, and its sessions that differ in nothing but source port and time. */
export const flowDetail: EngineOperation<'showFlowDetail'> = {
  empty: () => noFlows,

  async answer(connection, { item, value }: FlowDetailQuery, plan) {
    const column = items[item].field;
    const [number] = await numbersOf(connection, kindOf(column), [value]);
    if (number === undefined)
      return { answer: noFlows, reads: () => ({ groups: [], details: [] }) };
    const chosen = { column, groups: [number] };
    const reads = (segment: Segment) => ({
      groups: [sessionRowsOf(chosen, segment, plan)],
      details: [],
    });
    const [whole] = await rows(connection, wholeGroup(chosen, plan));
    if (whole === undefined || whole['sessions'] === null) return { answer: noFlows, reads };
    const found = await greatestSessions(connection, chosen, plan, Number(whole['sessions']));
    return { answer: { ...wholeOf(whole), records: found.map(sessionsOf) }, reads };
  },
};

/** Sessions of a group that are too many to be added up by all that they are told apart by. */
const manySessions = 1_000_000;

/** Buckets that are searched: so many more than there are records that these are in few of them. */
const maxBuckets = 8 * maxDetailRecords;

/**
 * The greatest groups of sessions. Those of the greatest buckets are enough when the last one of them
 * has more sessions than the first bucket that was left out.
 */
export async function greatestSessions(
  connection: Connection,
  chosen: Chosen,
  plan: QueryPlan,
  sessions: number,
): Promise<Row[]> {
  const all = () => rows(connection, topSessions(chosen, maxDetailRecords, plan));
  if (sessions < manySessions) return all();
  const buckets = await rows(connection, topBuckets(chosen, maxBuckets + 1, plan));
  const left = Number(buckets[maxBuckets]?.['sessions'] ?? 0);
  const numbers = buckets.slice(0, maxBuckets).map((row) => Number(row['bucket']));
  const found = await rows(connection, topSessions(chosen, maxDetailRecords, plan, numbers));
  const last = found.length < maxDetailRecords ? 0 : Number(found.at(-1)!['sessions']);
  return left === 0 || last > left ? found : all();
}

/** What is said of the whole group, which each of its rows has. */
function wholeOf(row: Row): Omit<FlowDetail, 'records'> {
  return {
    sessions: Number(row['sessions']),
    request_byte: row['request_byte'] as bigint,
    response_byte: row['response_byte'] as bigint,
    start_time: Number(row['first_time']),
    end_time: Number(row['last_time']),
    src_ip_count: Number(row['src_ip_count']),
    dst_ip_count: Number(row['dst_ip_count']),
    dst_port_count: Number(row['dst_port_count']),
    app_count: Number(row['app_count']),
  };
}

function sessionsOf(row: Row): SessionGroup {
  const named = sessionColumns.map((column) => [column, row[`${column}_name`]]);
  return {
    ...Object.fromEntries(named.filter(([, name]) => name !== null)),
    sessions: Number(row['sessions']),
    request_byte: row['request_byte'] as bigint,
    response_byte: row['response_byte'] as bigint,
    start_time: Number(row['first_time']),
    end_time: Number(row['last_time']),
  } as SessionGroup;
}
