import type { LogFormat } from '../format.ts';

/**
 * Suricata's EVE log: one JSON object a line, of which those of type `flow` are flows. Their hosts are
 * in the events of HTTP, TLS and QUIC that came before with the same `flow_id`.
 *
 * Source: Suricata user guide, "EVE JSON Format".
 */
export const suricataEve: LogFormat = {
  name: 'eve',
  title: 'Suricata EVE',
  layout: { kind: 'json' },
  mark: { says: 'JSON with "event_type" and "timestamp"', has: ['event_type', 'timestamp'] },
  only: { key: 'event_type', is: ['flow'] },
  hosts: { key: 'flow_id', names: ['tls/sni', 'http/hostname', 'quic/sni'] },
  fields: {
    src_ip: 'src_ip',
    src_port: 'src_port',
    dst_ip: 'dest_ip',
    dst_port: 'dest_port',
    protocol: { key: 'proto', as: 'upper', words: { 'IPV6-ICMP': 'ICMPV6' } },
    app: { key: 'app_proto', as: 'upper', words: { FAILED: '' } },
    action: {
      key: 'flow/action',
      words: { pass: 'permit', accept: 'permit', drop: 'drop', reject: 'deny' },
    },
    to_s_bytes: 'flow/bytes_toserver',
    to_c_bytes: 'flow/bytes_toclient',
    to_s_pkts: 'flow/pkts_toserver',
    to_c_pkts: 'flow/pkts_toclient',
    start_time: { key: 'flow/start', as: 'iso' },
    end_time: { key: ['flow/end', 'timestamp'], as: 'iso' },
  },
};
