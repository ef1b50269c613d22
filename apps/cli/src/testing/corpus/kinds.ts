import type { Item, LogType } from '@cfw-flow/types';

/** A group of an item: its value, sessions, bytes sent and bytes received. */
export type Group = readonly [
  item: string,
  sessions: number | bigint,
  request_byte: number | bigint,
  response_byte: number | bigint,
];

/** A way in which people have their logs: its files are in the folder of its name in `logs`. */
export interface Kind {
  /** Name of the folder. */
  readonly name: string;
  /** What it is. */
  readonly title: string;
  /** Day (UTC) on which its flows ended, and those of no other kind. */
  readonly day: string;
  /** Border of its flows; `internet` when left out. */
  readonly log_type?: LogType;
  /** Whether a session is two lines or more, which are put together when they come together. */
  readonly isUnidirectional?: true;
  /** What is right. */
  readonly right: Ingested | Refused;
}

/** What is right of a kind that is ingested. */
export interface Ingested {
  /** Flows. */
  readonly flows: number;
  /** Lines that are rejected; none when left out. */
  readonly rejected?: number;
  /** Lines that are skipped; not checked when left out, since comments and headers count, too. */
  readonly skipped?: number;
  /** All groups of some items. */
  readonly groups: Readonly<Partial<Record<Item, readonly Group[]>>>;
}

/** What is right of a kind that has no flow to ingest. */
export interface Refused {
  /** What is said of it. */
  readonly says: RegExp;
}

/**
 * All kinds. The files are made up, after shapes that were seen in public: a new kind needs a folder,
 * an entry here and a day that no other has.
 */
export const kinds: readonly Kind[] = [
  {
    name: 'lts',
    title:
      'CFW traffic log as LTS transfers it: ports as texts or numbers, more fields than needed',
    day: '2026-01-01',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-obs-json',
    title: 'LTS to OBS in JSON: the line is the text of `message`',
    day: '2026-01-02',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-query-result',
    title: 'answer of LTS to a query of logs, on one line: lines in `logs[].content`',
    day: '2026-01-03',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-query-result-pretty',
    title: 'answer of LTS to a query of logs, indented',
    day: '2026-01-04',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-json-array',
    title: 'lines of LTS collected in one JSON array',
    day: '2026-01-05',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-json-array-pretty',
    title: 'lines of LTS in an indented JSON array',
    day: '2026-01-06',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-windows',
    title: 'lines of LTS after a Windows editor: mark of UTF-8 and CRLF',
    day: '2026-01-07',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-sum-over-2e53',
    title: 'bytes whose sum is more than 2^53 are exact',
    day: '2026-01-08',
    right: {
      flows: 2,
      groups: {
        protocol: [['TCP', 2, 10000000000000003n, 1800]],
      },
    },
  },
  {
    name: 'lts-copytruncate',
    title: 'NULs that copytruncate leaves under a writer that keeps its offset',
    day: '2026-01-09',
    right: {
      flows: 3,
      groups: {
        dst_host: [['shop.example', 3, 1500, 2700]],
      },
    },
  },
  {
    name: 'lts-zstd-skippable',
    title: 'zstd that begins with a skippable frame, as pzstd writes it',
    day: '2026-01-10',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'lts-hosts',
    title: 'hosts that differ in case and final dot are one',
    day: '2026-01-11',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'cfw-rows',
    title: 'rows of logs/flow, one a line',
    day: '2026-01-12',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 2800, 0]],
      },
    },
  },
  {
    name: 'cfw-rows-answer',
    title: 'the whole answer of logs/flow, indented: rows in `data.records`',
    day: '2026-01-13',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 2800, 0]],
      },
    },
  },
  {
    name: 'eve',
    title: 'EVE: flows, with the host of their TLS event; all other events are skipped',
    day: '2026-01-14',
    right: {
      flows: 1,
      skipped: 3,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
        dst_port: [['443', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-hosts',
    title: 'EVE: names of one host in three ways of writing',
    day: '2026-01-15',
    right: {
      flows: 3,
      groups: {
        dst_host: [['www.shop.example', 3, 1500, 2700]],
      },
    },
  },
  {
    name: 'eve-filebeat',
    title: 'EVE through Filebeat: the line is the text of `message`',
    day: '2026-01-16',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-filebeat-module',
    title: 'EVE through Filebeat’s module: the line is the text of `event.original`',
    day: '2026-01-17',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-logstash',
    title: 'EVE through Logstash, which has the line twice: it counts once',
    day: '2026-01-18',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-elasticdump',
    title: 'EVE out of Elasticsearch: hits with `_source.message`',
    day: '2026-01-19',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-syslog',
    title: 'EVE behind the prefix of RFC 3164',
    day: '2026-01-20',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-syslog-5424',
    title: 'EVE behind the prefix of RFC 5424',
    day: '2026-01-21',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-syslog-rsyslog',
    title: 'EVE behind the prefix that rsyslog writes to files: ISO 8601',
    day: '2026-01-22',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-syslog-pfsense',
    title: 'EVE as pfSense sends it: a priority, no host',
    day: '2026-01-23',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-syslog-cee',
    title: 'EVE behind syslog with the cookie of CEE',
    day: '2026-01-24',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-cee',
    title: 'EVE by `prefix: "@cee: "` of suricata.yaml',
    day: '2026-01-25',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-docker',
    title: 'EVE in Docker’s json-file',
    day: '2026-01-26',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-kubernetes',
    title: 'EVE in the log of a Kubernetes container (CRI)',
    day: '2026-01-27',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-journald',
    title: 'EVE by `journalctl -o json`',
    day: '2026-01-28',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-gelf',
    title: 'EVE in Graylog’s GELF: the line is `full_message`, `short_message` is cut',
    day: '2026-01-29',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-fluent-bit',
    title: 'EVE through Fluent Bit’s tail: the line is the text of `log`',
    day: '2026-01-30',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-fluentd-file',
    title: 'EVE by fluentd’s out_file: time, tag and record, with tabs between',
    day: '2026-01-31',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-vector',
    title: 'EVE through Vector’s file source',
    day: '2026-02-01',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-splunk',
    title: 'EVE out of Splunk: the line is the text of `result._raw`',
    day: '2026-02-02',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-loki',
    title: 'EVE out of Loki by `logcli -o jsonl`',
    day: '2026-02-03',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-wazuh',
    title: 'EVE in Wazuh’s archives.json: the line is the text of `full_log`',
    day: '2026-02-04',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-nested-envelopes',
    title: 'EVE behind syslog within Docker’s json-file within Filebeat',
    day: '2026-02-05',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-wrapped-and-cut',
    title:
      'wrapped EVE of which lines are cut, within and without: they are rejected, the others count',
    day: '2026-02-06',
    right: {
      flows: 2,
      rejected: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'eve-pretty',
    title: 'EVE indented by `jq .`',
    day: '2026-02-07',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-json-array',
    title: 'EVE in one JSON array',
    day: '2026-02-08',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-aws-network-firewall',
    title: 'AWS Network Firewall: EVE’s netflow events, one for each way, in `event`',
    day: '2026-02-09',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-netflow',
    title: 'Suricata’s own netflow events, one for each way',
    day: '2026-02-10',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-protocol-number',
    title: 'EVE of old Suricata: a protocol as three digits',
    day: '2026-02-11',
    right: {
      flows: 2,
      groups: {
        protocol: [
          ['OSPF', 1, 500, 900],
          ['TCP', 1, 500, 900],
        ],
      },
    },
  },
  {
    name: 'eve-icmp',
    title: 'EVE of ICMP: no ports, in no group of ports; addresses in full',
    day: '2026-02-12',
    right: {
      flows: 2,
      groups: {
        protocol: [
          ['ICMP', 1, 500, 900],
          ['ICMPV6', 1, 500, 900],
        ],
        dst_port: [],
        dst_ip: [
          ['2001:db8::80', 1, 500, 900],
          ['203.0.113.80', 1, 500, 900],
        ],
      },
    },
  },
  {
    name: 'eve-local-time',
    title: 'EVE of a sensor whose clock is behind UTC',
    day: '2026-02-13',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-broken-time',
    title: 'EVE with the time stamps of a broken packet: that line is rejected, the others count',
    day: '2026-02-14',
    right: {
      flows: 1,
      rejected: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'suricata-folder',
    title: 'folder of Suricata: what lies beside eve.json is passed over',
    day: '2026-02-15',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-rotated',
    title: 'EVE named by the minute, and rotated in two ways',
    day: '2026-02-16',
    right: {
      flows: 3,
      groups: {
        dst_ip: [['203.0.113.80', 3, 1500, 2700]],
      },
    },
  },
  {
    name: 'zeek',
    title: 'Zeek’s conn.log, with the log of TLS beside it',
    day: '2026-02-17',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
        app: [['SSL', 1, 500, 900]],
        dst_ip: [['203.0.113.80', 2, 560, 900]],
      },
    },
  },
  {
    name: 'zeek-json',
    title: 'Zeek in JSON: seconds with a fraction',
    day: '2026-02-18',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-json-millis',
    title: 'Zeek in JSON: whole milliseconds',
    day: '2026-02-19',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-json-iso',
    title: 'Zeek in JSON: ISO 8601',
    day: '2026-02-20',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-json-mixed-times',
    title: 'Zeek in JSON whose writer was set otherwise in between: both kinds of time stamps',
    day: '2026-02-21',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-json-long-fractions',
    title: 'Zeek in JSON: durations with 17 digits, or as 9.5e-07',
    day: '2026-02-22',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-json-streaming',
    title: 'files of json-streaming-logs, with the host of TLS; other logs are passed over',
    day: '2026-02-23',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-json-streaming-epoch',
    title:
      'files of json-streaming-logs, with the host of TLS; other logs are passed over, times in seconds',
    day: '2026-02-24',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-one-stream',
    title: 'one stream of all Zeek logs in JSON, as Corelight exports it: hosts are in it',
    day: '2026-02-25',
    right: {
      flows: 1,
      skipped: 2,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-one-stream-syslog',
    title: 'the same stream by syslog',
    day: '2026-02-26',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-kafka',
    title:
      'Zeek by its Kafka plugin with `tag_json`, the record in the name of its log: lines of other logs are rejected',
    day: '2026-02-27',
    right: {
      flows: 1,
      rejected: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-json-underscores',
    title: 'Zeek in JSON with `Log::default_scope_sep="_"`',
    day: '2026-02-28',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-json-nested',
    title: 'Zeek in JSON whose `id` is an object, as zq and Tenzir write it',
    day: '2026-03-01',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-json-pretty',
    title: 'Zeek in JSON, indented',
    day: '2026-03-02',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-filebeat',
    title: 'Zeek in JSON through Filebeat',
    day: '2026-03-03',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-filebeat-tsv',
    title: 'Zeek’s columns through Filebeat: the header is in lines of its own',
    day: '2026-03-04',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-comma-separated',
    title: 'Zeek with `LogAscii::separator=","`: the header says it',
    day: '2026-03-05',
    right: {
      flows: 1,
      groups: {
        app: [['HTTP,SSL', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-unset-null',
    title: 'Zeek with `LogAscii::unset_field="NULL"`',
    day: '2026-03-06',
    right: {
      flows: 2,
      groups: {
        app: [],
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-services',
    title: 'Zeek: the order of services says nothing',
    day: '2026-03-07',
    right: {
      flows: 2,
      groups: {
        app: [['HTTP,SSL', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-unknown-transport',
    title: 'Zeek of a protocol that it does not know: ip_proto says which',
    day: '2026-03-08',
    right: {
      flows: 1,
      groups: {
        protocol: [['GRE', 1, 500, 900]],
        dst_port: [],
      },
    },
  },
  {
    name: 'zeek-icmp',
    title: 'Zeek’s ports of ICMP are types and codes, not ports; ip_proto 58 is ICMPv6',
    day: '2026-03-09',
    right: {
      flows: 2,
      groups: {
        protocol: [
          ['ICMP', 1, 500, 900],
          ['ICMPV6', 1, 500, 900],
        ],
        dst_port: [],
      },
    },
  },
  {
    name: 'zeek-cut-iso',
    title: 'Zeek after `zeek-cut -C -d`: times in ISO 8601 in columns',
    day: '2026-03-10',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-concatenated',
    title: 'Zeek after `zcat conn.*.log.gz`: each log with its header',
    day: '2026-03-11',
    right: {
      flows: 3,
      groups: {
        dst_ip: [['203.0.113.80', 3, 1500, 2700]],
      },
    },
  },
  {
    name: 'zeek-no-header',
    title: 'Zeek’s columns without their header: refused, with what to do',
    day: '2026-03-12',
    right: { says: /#fields/i },
  },
  {
    name: 'zeek-no-header-syslog',
    title: 'Zeek’s columns by syslog, which have lost their header: refused, with what to do',
    day: '2026-03-13',
    right: { says: /#fields/i },
  },
  {
    name: 'zeek-rotated-folder',
    title: 'a day of Zeek: summaries and logs of long connections are passed over',
    day: '2026-03-14',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-host-before-rotation',
    title:
      'Zeek: the host of a connection that ends after the rotation is in the log of TLS before',
    day: '2026-03-15',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'vpc',
    title: 'VPC flow log of version 2 without header; windows without data are skipped',
    day: '2026-03-16',
    isUnidirectional: true,
    right: {
      flows: 1,
      skipped: 2,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
        dst_port: [['443', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-huawei',
    title: 'VPC flow log of Huawei Cloud: version 1, a port’s UUID as interface',
    day: '2026-03-17',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-huawei-obs-json',
    title: 'VPC flow log of Huawei Cloud through LTS to OBS in JSON',
    day: '2026-03-18',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-version-5',
    title: 'VPC flow log of version 5 with its header, as in S3',
    day: '2026-03-19',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-tcp-flags',
    title: 'VPC: SYN and SYN-ACK tell who opened, not the ports',
    day: '2026-03-20',
    isUnidirectional: true,
    log_type: 'vpc',
    right: {
      flows: 1,
      groups: {
        src_ip: [['10.20.0.11', 1, 500, 90000]],
        dst_port: [['50051', 1, 500, 90000]],
      },
    },
  },
  {
    name: 'vpc-transit-gateway',
    title:
      'flow log of a transit gateway: a session for each attachment, none of them with the bytes of both',
    day: '2026-03-21',
    isUnidirectional: true,
    log_type: 'vpc',
    right: {
      flows: 2,
      groups: {
        src_ip: [['10.21.0.5', 2, 1000, 1800]],
        dst_port: [['443', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'vpc-no-ports',
    title: 'VPC: ICMP and ESP have no ports, though the columns say 0',
    day: '2026-03-22',
    isUnidirectional: true,
    right: {
      flows: 2,
      groups: {
        protocol: [
          ['ESP', 1, 500, 900],
          ['ICMP', 1, 500, 900],
        ],
        dst_port: [],
      },
    },
  },
  {
    name: 'vpc-concatenated',
    title: 'VPC: several files of S3 in one, each with its header, empty lines between',
    day: '2026-03-23',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-other-order',
    title: 'VPC of a custom format: columns in another order',
    day: '2026-03-24',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-lost-header',
    title: 'VPC of a custom format by CloudWatch, which has no header: refused, with what to do',
    day: '2026-03-25',
    isUnidirectional: true,
    right: { says: /header/i },
  },
  {
    name: 'vpc-lacks-bytes',
    title: 'VPC of a custom format without bytes: no line is a flow, and it says what is missing',
    day: '2026-03-26',
    isUnidirectional: true,
    right: { says: /missing/i },
  },
  {
    name: 'vpc-cloudwatch-export',
    title:
      'VPC by CloudWatch’s export to S3: a time before each line, files without a suffix of logs',
    day: '2026-03-27',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-cloudwatch-prefix',
    title: 'VPC by CloudWatch: a time before each line',
    day: '2026-03-28',
    isUnidirectional: true,
    right: {
      flows: 1,
      skipped: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-cloudwatch-tail',
    title: 'VPC by `aws logs tail`: time and stream before each line',
    day: '2026-03-29',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-cloudwatch-events',
    title: 'VPC by `aws logs filter-log-events`: indented JSON, lines in `events[].message`',
    day: '2026-03-30',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-cloudwatch-subscription',
    title: 'VPC by CloudWatch’s subscription: lines in `logEvents[].message`',
    day: '2026-03-31',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-firehose',
    title: 'VPC by Firehose: the line is the text of `message`',
    day: '2026-04-01',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-firehose-run-together',
    title: 'VPC by Firehose to S3: objects run together on one line',
    day: '2026-04-02',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-insights-csv',
    title: 'VPC by CloudWatch Logs Insights: CSV with `@message`',
    day: '2026-04-03',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-cloudwatch-csv',
    title: 'VPC by the CloudWatch console: CSV with `timestamp,message`',
    day: '2026-04-04',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-athena-csv',
    title: 'VPC out of Athena: CSV in quotes, columns with underscores',
    day: '2026-04-05',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-athena-csv-old',
    title: 'VPC out of Athena by the names of its older guide',
    day: '2026-04-06',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-filebeat',
    title: 'VPC through Filebeat',
    day: '2026-04-07',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-filebeat-v5',
    title: 'VPC of version 5 through Filebeat: the header is a line, too',
    day: '2026-04-08',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-syslog',
    title: 'VPC behind a prefix of syslog',
    day: '2026-04-09',
    isUnidirectional: true,
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'vpc-parquet',
    title: 'VPC in Parquet: refused as such',
    day: '2026-04-10',
    isUnidirectional: true,
    right: { says: /Parquet/i },
  },
  {
    name: 'two-formats-in-one',
    title: 'two formats in one file: the first is read, lines of the other are rejected',
    day: '2026-04-11',
    right: {
      flows: 2,
      rejected: 1,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'two-logs-in-one-folder',
    title: 'logs of two formats in one folder are both taken in',
    day: '2026-04-12',
    right: {
      flows: 2,
      groups: {
        dst_ip: [['203.0.113.80', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'zeek-long-connections-json',
    title:
      'Zeek in JSON with logs of long and of open connections beside: each connection counts once',
    day: '2026-04-13',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
  {
    name: 'zeek-underscores',
    title:
      'Zeek’s columns with `Log::default_scope_sep="_"`, as RockNSM sets it, and the log of TLS beside',
    day: '2026-04-14',
    right: {
      flows: 1,
      groups: {
        dst_host: [['shop.example', 1, 500, 900]],
      },
    },
  },
  {
    name: 'eve-threaded',
    title: 'EVE of several threads, a file each',
    day: '2026-04-15',
    right: {
      flows: 2,
      groups: {
        dst_host: [['shop.example', 2, 1000, 1800]],
      },
    },
  },
  {
    name: 'eve-by-type',
    title: 'EVE with a file for each type of event: all are EVE, one has the flows',
    day: '2026-04-16',
    right: {
      flows: 1,
      groups: {
        dst_ip: [['203.0.113.80', 1, 500, 900]],
      },
    },
  },
];
