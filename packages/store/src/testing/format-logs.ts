import fc from 'fast-check';
import type { FlowRecord } from '../flow.ts';
import type { LogFormat } from '../format.ts';
import { cfwFlowRows } from '../formats/cfw-rows.ts';
import { suricataEve } from '../formats/eve.ts';
import { vpcFlowLog } from '../formats/vpc.ts';
import { zeekConn, zeekConnJson } from '../formats/zeek.ts';
import { flowRecords } from './arbitraries.ts';
import { ltsLine } from './lts-line.ts';

/** A log of a format, with strange lines among those of flows, and the logs beside it. */
export interface FormatLog {
  /** Its format. */
  format: LogFormat;
  /** Its lines. */
  lines: string[];
  /** The lines of each log beside it. */
  beside: string[][];
}

/** What stands where something else belongs. */
const strangeTexts = [
  '',
  '-',
  '?',
  '0',
  '-1',
  '1.5',
  '007',
  '1e3',
  '9.5e-07',
  '65536',
  '9223372036854775807',
  '9223372036854775808',
  '1714420737',
  '1714420737.9999999',
  '1714420737556',
  '1714420737556099',
  '0.0000019',
  '2021-06-06T15:59:46.457984+0200',
  '2021-02-30T15:59:46Z',
  '2021-06-06T23:59:60Z',
  '2021-06-06T15:59:46',
  '2021-06-06T15:59:46.9999-05:30',
  'conn',
  'flow',
  'tls',
  'OK',
  'NODATA',
  'REJECT',
  'ICMP',
  'icmp',
  'failed',
  'ssl,http',
  'http,ssl,-dns',
  '-dns',
  'unknown_transport',
  '3600',
  '256',
  '58',
  '::ffff:10.0.0.1',
  'FD00::1',
  '010.0.0.1',
  '中国',
  '\u0000',
  '\u001f',
  'a\u007fb',
];

/** Keys that flows and hosts have in common: few, so that they meet. */
const keys = fc.constantFrom('1', '2', '3', 'C1', 'C2');
const hostNames = fc.constantFrom('a.example', 'A.Example.', 'b.example', '.', '');
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(6);

/** A record, by the names of its values, of which some may be strange. */
type Values = Record<string, string | number | undefined>;

function spoiled(values: fc.Arbitrary<Values>): fc.Arbitrary<Values> {
  const strange = fc.record({
    at: fc.nat(),
    text: fc.constantFrom<string | undefined>(undefined, ...strangeTexts),
    isSpoiled: fc.constantFrom(true, false, false),
  });
  return fc.tuple(values, strange).map(([sound, { at, text, isSpoiled }]) => {
    const names = Object.keys(sound);
    return isSpoiled ? { ...sound, [names[at % names.length]!]: text } : sound;
  });
}

/** Lines that are no records of any format. */
const junk = fc.constantFrom(
  '',
  '   ',
  '{',
  '{"a":1}',
  '[]',
  'a b',
  'a\tb',
  '#close\t1',
  '"',
  '\u0000',
);

function logs(records: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.array(fc.oneof({ weight: 12, arbitrary: records }, { weight: 1, arbitrary: junk }), {
    maxLength: 40,
  });
}

/** A JSON object; texts that are numbers are written as such here and there. */
function jsonLine(values: Values): string {
  const object: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const [head, inner] = key.split('/') as [string, string?];
    if (inner === undefined) object[head] = value;
    else object[head] = { ...(object[head] as object | undefined), [inner]: value };
  }
  return JSON.stringify(object);
}

const eveFlows = fc.tuple(flowRecords, keys).map(([flow, key]): Values => ({
  event_type: 'flow',
  timestamp: new Date(flow.end_time).toISOString(),
  flow_id: key,
  src_ip: flow.src_ip,
  src_port: flow.src_port,
  dest_ip: flow.dst_ip,
  dest_port: flow.dst_port,
  proto: flow.protocol,
  app_proto: flow.app?.toLowerCase(),
  'flow/bytes_toserver': String(flow.to_s_bytes),
  'flow/bytes_toclient': String(flow.to_c_bytes),
  'flow/start': new Date(flow.end_time - 1000).toISOString(),
  'flow/end': new Date(flow.end_time).toISOString().replace('Z', '123+0000'),
}));

const eveHosts = fc
  .tuple(keys, hostNames, fc.constantFrom('tls/sni', 'http/hostname'))
  .map(([flow_id, host, name]): Values => ({
    event_type: name.split('/')[0],
    flow_id,
    [name]: host,
  }));

/** The forms of Zeek's time stamps. */
function timeIn(form: 'seconds' | 'milliseconds' | 'iso', milliseconds: number): string | number {
  switch (form) {
    case 'seconds':
      return seconds(milliseconds);
    case 'milliseconds':
      return milliseconds;
    case 'iso':
      return new Date(milliseconds).toISOString().replace('Z', '789Z');
  }
}

const zeekValues = fc
  .tuple(
    flowRecords,
    keys,
    fc.constantFrom('-', '0.000001', '3.5', '86400.123456'),
    fc.constantFrom('seconds', 'seconds', 'milliseconds', 'iso'),
    fc.constantFrom('-', '47', '89', '132'),
  )
  .map(([flow, uid, duration, form, ip_proto]): Values => ({
    ts: timeIn(form, flow.end_time),
    uid,
    'id.orig_h': flow.src_ip,
    'id.orig_p': flow.src_port ?? 8,
    'id.resp_h': flow.dst_ip,
    'id.resp_p': flow.dst_port ?? 0,
    proto: flow.protocol === 'GRE' ? 'unknown_transport' : flow.protocol.toLowerCase(),
    ip_proto,
    service: flow.app,
    duration,
    orig_bytes: String(flow.to_s_bytes),
    resp_bytes: String(flow.to_c_bytes),
    conn_state: 'SF',
    orig_ip_bytes: String(flow.to_s_bytes),
    resp_ip_bytes: '-',
  }));

const zeekColumns = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'ip_proto',
  'conn_state',
  'orig_ip_bytes',
  'resp_ip_bytes',
];
/** How Zeek's columns are written, which the header says. */
const zeekStyle = fc.constantFrom(
  { separator: '\t', unset: '-', set: ',' },
  { separator: ',', unset: 'NULL', set: ';' },
  { separator: '|', unset: '?', set: ',' },
);
type ZeekStyle = { separator: string; unset: string; set: string };

const zeekHead = (columns: readonly string[], { separator, unset, set }: ZeekStyle) => [
  `#separator \\x${separator.charCodeAt(0).toString(16).padStart(2, '0')}`,
  ['#set_separator', set].join(separator),
  ['#unset_field', unset].join(separator),
  ['#fields', ...columns].join(separator),
];

const hostLines = fc.array(fc.tuple(keys, hostNames), { maxLength: 5 });

/** The values of a record that the columns name, as a line. */
function columnLine(columns: readonly string[], separator: string, unset = '-') {
  const cell = (value: string | number | undefined) =>
    value === undefined || value === '-' ? unset : value;
  return (values: Values) => columns.map((column) => cell(values[column])).join(separator);
}

/** Few ends and times, so that the two ways of a conversation meet. */
const vpcValues = fc
  .record({
    version: fc.constant('2'),
    'account-id': fc.constant('123456789010'),
    'interface-id': fc.constantFrom('eni-1', 'eni-2'),
    srcaddr: fc.constantFrom('10.0.0.1', '10.0.0.2', '192.0.2.1', '2001:db8::1'),
    dstaddr: fc.constantFrom('10.0.0.1', '192.0.2.1', '198.51.100.7', 'fd00::1'),
    srcport: fc.constantFrom('0', '443', '50000'),
    dstport: fc.constantFrom('0', '443', '50000'),
    protocol: fc.constantFrom('6', '17', '1', '58', '99'),
    packets: fc.constantFrom('1', '7'),
    bytes: fc.constantFrom('0', '40', '4000'),
    start: fc.constantFrom('1714420000', '1714420060'),
    end: fc.constantFrom('1714420060', '1714420120'),
    action: fc.constantFrom('ACCEPT', 'ACCEPT', 'REJECT'),
    'log-status': fc.constant('OK'),
    'tcp-flags': fc.constantFrom('-', '0', '2', '3', '18', '19'),
    'tgw-attachment-id': fc.constantFrom('-', 'a', 'b'),
    'vpc-id': fc.constantFrom('-', 'vpc-1', 'vpc-2'),
    'flow-direction': fc.constantFrom('-', 'egress', 'ingress'),
    'tgw-src-vpc-id': fc.constantFrom('-', 'vpc-1', 'vpc-3'),
    'tgw-dst-vpc-id': fc.constantFrom('-', 'vpc-1', 'vpc-3'),
  })
  .map((values): Values => values);

const vpcColumns = vpcFlowLog.layout.kind === 'columns' ? vpcFlowLog.layout.columns! : [];

/** Logs of every format but that of LTS. */
export const formatLogs: fc.Arbitrary<FormatLog> = fc.oneof(
  logs(
    spoiled(
      flowRecords.map((flow: FlowRecord): Values => {
        const { to_s_bytes, to_c_bytes, log_type: _, ...rest } = flow;
        const row = JSON.parse(ltsLine({ ...rest } as FlowRecord)) as Values;
        // A sum of two counters may be greater than a counter.
        return { ...row, bytes: `${(to_s_bytes + to_c_bytes) / 2n}.5` };
      }),
    ).map(jsonLine),
  ).map((lines) => ({ format: cfwFlowRows, lines, beside: [] })),
  logs(spoiled(fc.oneof(eveFlows, eveFlows, eveHosts)).map(jsonLine)).map((lines) => ({
    format: suricataEve,
    lines,
    beside: [],
  })),
  zeekStyle.chain((style) => {
    const { separator, unset } = style;
    const lines = logs(spoiled(zeekValues).map(columnLine(zeekColumns, separator, unset)));
    return fc.tuple(lines, hostLines, hostLines).map(([conn, ssl, http]) => ({
      format: zeekConn,
      lines: [...zeekHead(zeekColumns, style), ...conn],
      beside: [
        [...zeekHead(['uid', 'server_name'], style), ...ssl.map((row) => row.join(separator))],
        [
          ...zeekHead(['host', 'uid'], style),
          ...http.map(([uid, host]) => [host, uid].join(separator)),
        ],
      ],
    }));
  }),
  fc
    .tuple(
      logs(
        spoiled(
          zeekValues.map(({ duration, ...values }) => ({
            ...values,
            duration: duration === '-' ? undefined : Number(duration),
            _path: 'conn',
          })),
        ).map(jsonLine),
      ),
      hostLines,
    )
    .map(([lines, ssl]) => ({
      format: zeekConnJson,
      lines,
      beside: [ssl.map(([uid, server_name]) => JSON.stringify({ uid, server_name }))],
    })),
  fc
    .constantFrom(
      undefined,
      vpcColumns,
      [...vpcColumns, 'tcp-flags', 'vpc-id', 'flow-direction'],
      [...vpcColumns, 'tgw-attachment-id', 'tgw-src-vpc-id', 'tgw-dst-vpc-id', 'vpc-id'],
    )
    .chain((header) =>
      logs(spoiled(vpcValues).map(columnLine(header ?? vpcColumns, ' '))).map((lines) => ({
        format: vpcFlowLog,
        lines: header === undefined ? lines : [header.join(' '), ...lines],
        beside: [],
      })),
    ),
);
