import type { LogFormat } from '../format.ts';

const protocol = {
  key: 'proto',
  as: 'protocolName',
  words: { 'IPV6-ICMP': 'ICMPV6' },
} as const;

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
    protocol,
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

/**
 * Suricata's EVE log of a sensor that logs `netflow` events in the place of `flow` ones, such as AWS
 * Network Firewall: each has one way of a connection.
 *
 * Source: Suricata user guide, "EVE JSON Format"; AWS Network Firewall developer guide, "Contents of a
 * Network Firewall log".
 */
export const suricataNetflow: LogFormat = {
  name: 'eve-netflow',
  title: 'Suricata EVE, netflow events',
  layout: { kind: 'json' },
  mark: {
    says: 'JSON with "event_type", "timestamp" and "netflow", in a log without flow events',
    has: ['event_type', 'timestamp', 'netflow/bytes'],
    insteadOf: 'eve',
  },
  only: { key: 'event_type', is: ['netflow'] },
  hosts: { key: 'flow_id', names: ['tls/sni', 'http/hostname', 'quic/sni'] },
  unidirectional: { keys: ['flow_id'], refused: 'deny' },
  fields: {
    src_ip: 'src_ip',
    src_port: 'src_port',
    dst_ip: 'dest_ip',
    dst_port: 'dest_port',
    protocol,
    app: { key: 'app_proto', as: 'upper', words: { FAILED: '' } },
    to_s_bytes: 'netflow/bytes',
    to_c_bytes: { constant: '0' },
    to_s_pkts: 'netflow/pkts',
    to_c_pkts: { constant: '0' },
    start_time: { key: 'netflow/start', as: 'iso' },
    end_time: { key: ['netflow/end', 'timestamp'], as: 'iso' },
  },
};
