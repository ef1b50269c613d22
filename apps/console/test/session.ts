import type { FlowSessions } from '@cfw-flow/fetch-client';

/** A line of the top sessions of a group, as tests need it. */
export const session = (fields: Partial<FlowSessions<'bigint'>>): FlowSessions<'bigint'> => ({
  src_ip: '192.0.2.1',
  dst_ip: '198.51.100.1',
  protocol: 'TCP',
  sessions: 1,
  bytes: 0,
  request_byte: 0,
  response_byte: 0,
  start_time: 0,
  end_time: 0,
  ...fields,
});
