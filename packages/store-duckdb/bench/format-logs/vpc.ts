import { type FormatLog, readsColumns } from './format-log.ts';

const columns = {
  version: 'UTINYINT',
  account_id: 'VARCHAR',
  interface_id: 'VARCHAR',
  srcaddr: 'VARCHAR',
  dstaddr: 'VARCHAR',
  srcport: 'USMALLINT',
  dstport: 'USMALLINT',
  protocol: 'UTINYINT',
  packets: 'BIGINT',
  bytes: 'BIGINT',
  start: 'BIGINT',
  end: 'BIGINT',
  action: 'VARCHAR',
  log_status: 'VARCHAR',
};

/** One way of a flow, in SQL. */
function line(from: string, to: string, packets: string, bytes: string): string {
  const port = (end: string) => `coalesce(${end}_port, 0)`;
  const words = [
    `'2 123456789010 eni-0a1b2c3d4e5f6a7b8'`,
    `${from}_ip`,
    `${to}_ip`,
    port(from),
    port(to),
    `CASE protocol WHEN 'TCP' THEN 6 WHEN 'UDP' THEN 17 ELSE 1 END`,
    packets,
    bytes,
    'start_time // 1000',
    'end_time // 1000',
    `CASE action WHEN 'permit' THEN 'ACCEPT' ELSE 'REJECT' END`,
    `'OK'`,
  ];
  return `concat_ws(' ', ${words.join(', ')})`;
}

/** A flow log of version 2: both ways of a session, that back where something came back. */
export const vpcLog: FormatLog = {
  format: 'vpc',
  files: [
    {
      name: 'vpc.log',
      lines: `
        SELECT line FROM (
          SELECT end_time, number, 0 AS way, ${line('src', 'dst', 'to_s_pkts', 'to_s_bytes')} AS line
          FROM flows
          UNION ALL
          SELECT end_time, number, 1, ${line('dst', 'src', 'to_c_pkts', 'to_c_bytes')}
          FROM flows WHERE to_c_pkts > 0
        ) ORDER BY end_time, number, way`,
      bare: readsColumns(' ', columns),
    },
  ],
};
