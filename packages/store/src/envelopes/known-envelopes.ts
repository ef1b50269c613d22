import type { Envelope } from './envelope.ts';

/*
 * The envelopes that are read through. Sources: RFC 3164 and RFC 5424; the documentation of rsyslog,
 * Docker (json-file), Kubernetes (CRI), Filebeat, Logstash, Fluentd, Fluent Bit, Vector, Graylog (GELF),
 * Loki, Splunk, systemd (journal), Wazuh; of Amazon CloudWatch Logs, Data Firehose and Network Firewall;
 * of Huawei Cloud's LTS (ListLogs, transfer to OBS) and CFW (ListFlowLogs).
 */

const priority = '(?:<[0-9]{1,3}>)?';
const isoTime = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]+(?:Z|[+-][0-9]{2}:?[0-9]{2})';
const cee = '(?:@cee: ?)?';
const tag = '[^ :[\\]{}"]+(?:\\[[^\\] ]*\\])?:';

function prefix(title: string, pattern: string): Envelope {
  return { kind: 'prefix', title, matches: new RegExp(`^${pattern}`) };
}

const prefixes: readonly Envelope[] = [
  prefix(
    'syslog (RFC 5424)',
    `${priority}1 (?:-|${isoTime})(?: [^ {]+){4} (?:-|(?:\\[[^\\]]*\\])+) (?:\\xef\\xbb\\xbf)?${cee}`,
  ),
  prefix(
    'syslog (RFC 3164)',
    `${priority}[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} (?:[^ {]+ )?${tag} ?${cee}`,
  ),
  prefix('syslog with ISO 8601 times', `${priority}${isoTime} [^ {]+ ${tag} ?${cee}`),
  prefix('the log of a Kubernetes container', `${isoTime} (?:stdout|stderr) [FP] `),
  prefix('lines of Fluentd, with time and tag', `${isoTime}\\t[^\\t]+\\t`),
  prefix('lines of `aws logs tail`, with time and stream', `${isoTime} [^ {]+ (?=[{0-9])`),
  prefix('lines with a time before them', `${isoTime} `),
  prefix('lines with @cee: before them', '@cee: ?'),
];

/** Keys under which a line lies, those first that have it whole where another has it cut or taken apart. */
const keys: readonly string[] = [
  'event/original',
  '_source/event/original',
  '_source/message',
  'full_message',
  'result/_raw',
  '_raw',
  'full_log',
  'message',
  'MESSAGE',
  '@message',
  'log',
  'line',
  'content',
  'msg',
  'body',
  'short_message',
  'event',
  'conn',
  '_source',
];

/** Keys of lists with a line each, or an object with one. */
const lists: readonly string[] = [
  'logs',
  'events',
  'logEvents',
  'data/records',
  'records',
  'Records',
  'hits/hits',
  'results',
];

const columns: readonly string[] = ['@message', 'message', 'content', '_raw', 'log'];

/** Every envelope that is read through, in the order in which they are tried. */
export const knownEnvelopes: readonly Envelope[] = [
  ...keys.map((key): Envelope => ({ kind: 'key', title: `JSON, under ${quoted(key)}`, key })),
  ...prefixes,
  ...lists.map((list): Envelope => ({
    kind: 'documents',
    title: `JSON, a list under ${quoted(list)}`,
    list,
  })),
  { kind: 'documents', title: 'JSON, not a line for each object' },
  ...columns.map((column): Envelope => ({
    kind: 'column',
    title: `CSV, in the column ${quoted(column)}`,
    column,
  })),
];

function quoted(key: string): string {
  return `"${key.replaceAll('/', '.')}"`;
}
