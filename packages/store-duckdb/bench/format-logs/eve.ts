import { object, text } from '../json-sql.ts';
import { type FormatLog, readsJson } from './format-log.ts';

const time = (milliseconds: string) =>
  text(`strftime(make_timestamp_ms(${milliseconds}), '%Y-%m-%dT%H:%M:%S.%f') || '+0000'`);

/** What every event of a flow begins with. */
const head = (type: string, at: string) => ({
  timestamp: time(at),
  flow_id: '(100000000000000 + number * 7919)',
  in_iface: text(`'eth0'`),
  event_type: text(`'${type}'`),
  src_ip: text('src_ip'),
  src_port: 'src_port',
  dest_ip: text('dst_ip'),
  dest_port: 'dst_port',
  proto: text('protocol'),
});

const flowEvent = object({
  ...head('flow', 'end_time'),
  app_proto: text(
    `CASE WHEN dst_host IS NOT NULL AND dst_port = 80 THEN 'http' WHEN dst_host IS NOT NULL THEN 'tls'
      WHEN app = 'DNS' THEN 'dns' ELSE 'failed' END`,
  ),
  flow: object({
    pkts_toserver: 'to_s_pkts',
    pkts_toclient: 'to_c_pkts',
    bytes_toserver: 'to_s_bytes',
    bytes_toclient: 'to_c_bytes',
    start: time('start_time'),
    end: time('end_time'),
    age: '((end_time - start_time) // 1000)',
    state: text(`CASE WHEN to_c_pkts > 0 THEN 'closed' ELSE 'new' END`),
    reason: text(`'timeout'`),
    alerted: `'false'`,
  }),
  tcp: `CASE protocol WHEN 'TCP' THEN '{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed"}' END`,
});

const tlsEvent = object({
  ...head('tls', 'start_time'),
  tls: object({
    sni: text('dst_host'),
    version: text(`'TLS 1.3'`),
    ja3: `'{"hash":"e7d705a3286e19ea42f587b344ee6865"}'`,
  }),
});

const httpEvent = object({
  ...head('http', 'start_time'),
  tx_id: '0',
  http: object({
    hostname: text('dst_host'),
    url: text(`'/'`),
    http_user_agent: text(`'Mozilla/5.0 (X11; Linux x86_64)'`),
    http_method: text(`'GET'`),
    protocol: text(`'HTTP/1.1'`),
    status: '200',
    length: 'to_c_bytes',
  }),
});

/** Events in the order of their times: that of a host when a flow begins, that of a flow at its end. */
const lines = `
  SELECT line FROM (
    SELECT end_time AS moment, 1 AS place, number, ${flowEvent} AS line FROM flows
    UNION ALL
    SELECT start_time, 0, number, CASE dst_port WHEN 80 THEN ${httpEvent} ELSE ${tlsEvent} END
    FROM flows WHERE dst_host IS NOT NULL
  ) ORDER BY moment, place, number`;

/** Suricata's EVE log: flows, and the events of TLS and HTTP that name their hosts. */
export const eveLog: FormatLog = {
  format: 'eve',
  files: [
    {
      name: 'eve.json',
      lines,
      bare: readsJson({
        timestamp: 'TIMESTAMPTZ',
        flow_id: 'BIGINT',
        event_type: 'VARCHAR',
        src_ip: 'VARCHAR',
        src_port: 'USMALLINT',
        dest_ip: 'VARCHAR',
        dest_port: 'USMALLINT',
        proto: 'VARCHAR',
        app_proto: 'VARCHAR',
        flow:
          'STRUCT(pkts_toserver BIGINT, pkts_toclient BIGINT, bytes_toserver BIGINT, ' +
          'bytes_toclient BIGINT, "start" TIMESTAMPTZ, "end" TIMESTAMPTZ, "action" VARCHAR)',
        tls: 'STRUCT(sni VARCHAR)',
        http: 'STRUCT(hostname VARCHAR)',
        quic: 'STRUCT(sni VARCHAR)',
      }),
    },
  ],
};
