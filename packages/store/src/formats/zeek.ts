import type { LogFormat } from '../format.ts';

/*
 * Zeek's connection log. Bytes are those of IP packets, headers included, as a firewall counts them;
 * a log without them has the payload. The hosts are in the logs of TLS and HTTP beside it, or in lines
 * between those of connections where all logs are one.
 *
 * Source: Zeek documentation, "conn.log".
 */

/** A name of the ends, as Zeek writes it, with another separator of scopes, and in an object. */
function spellings(name: string): string[] {
  return [`id.${name}`, `id_${name}`, `id/${name}`];
}

const fields: LogFormat['fields'] = {
  src_ip: { key: spellings('orig_h') },
  src_port: { key: spellings('orig_p') },
  dst_ip: { key: spellings('resp_h') },
  dst_port: { key: spellings('resp_p') },
  protocol: {
    key: 'ip_proto',
    as: 'protocol',
    otherwise: { key: 'proto', as: 'upper', words: { UNKNOWN_TRANSPORT: 'UNKNOWN' } },
  },
  app: { key: 'service', as: 'set' },
  to_s_bytes: { key: ['orig_ip_bytes', 'orig_bytes'], default: '0' },
  to_c_bytes: { key: ['resp_ip_bytes', 'resp_bytes'], default: '0' },
  to_s_pkts: 'orig_pkts',
  to_c_pkts: 'resp_pkts',
  start_time: { key: 'ts', as: 'time' },
  end_time: { key: 'ts', as: 'time', plus: 'duration' },
};

const hosts: LogFormat['hosts'] = {
  key: 'uid',
  names: ['server_name', 'host'],
  beside: ['ssl', 'http'],
};

/** Zeek's `conn.log` in columns, with tabs between unless its header says otherwise. */
export const zeekConn: LogFormat = {
  name: 'zeek',
  title: 'Zeek conn, tab-separated',
  layout: {
    kind: 'columns',
    separator: '\t',
    unset: ['-', '(empty)'],
    header: ['#fields'],
    headerIsLabelled: true,
    comment: '#',
    directives: {
      separator: '#separator',
      unset: ['#unset_field', '#empty_field'],
      set: '#set_separator',
    },
  },
  mark: {
    says: 'a "#fields" line with id.orig_h and conn_state',
    has: ['uid', spellings('orig_h'), 'conn_state'],
  },
  hosts,
  fields,
};

/** Zeek's `conn.log` in JSON, by `LogAscii::use_json` or the JSON streaming package. */
export const zeekConnJson: LogFormat = {
  name: 'zeek-json',
  title: 'Zeek conn, JSON',
  layout: { kind: 'json' },
  mark: {
    says: 'JSON with "uid", "id.orig_h" and "conn_state"',
    has: ['uid', spellings('orig_h'), 'conn_state'],
  },
  only: { key: '_path', is: ['conn'], orAbsent: true },
  hosts,
  fields,
};
