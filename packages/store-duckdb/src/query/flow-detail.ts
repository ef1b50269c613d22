import {
  type FlowDetail,
  type FlowDetailQuery,
  items,
  maxDetailRecords,
  type SessionGroup,
} from '@cfw-flow/store';
import { type Row, rows } from '../database/rows.ts';
import { kindOf } from '../schema/key-columns.ts';
import { sessionColumns, sessionRowsOf, topSessions } from './flow-detail-sql.ts';
import { numbersOf } from './numbers-of.ts';
import type { EngineOperation } from './operation.ts';
import type { Segment } from './plan-window.ts';

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
    const found = await rows(connection, topSessions(chosen, maxDetailRecords, plan));
    const [first] = found;
    if (first === undefined) return { answer: noFlows, reads };
    return { answer: { ...wholeOf(first), records: found.map(sessionsOf) }, reads };
  },
};

/** What is said of the whole group, which each of its rows has. */
function wholeOf(row: Row): Omit<FlowDetail, 'records'> {
  return {
    sessions: Number(row['all_sessions']),
    request_byte: row['all_request_byte'] as bigint,
    response_byte: row['all_response_byte'] as bigint,
    start_time: Number(row['all_first_time']),
    end_time: Number(row['all_last_time']),
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
