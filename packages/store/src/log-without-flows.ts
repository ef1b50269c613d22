import { basename } from 'node:path';
import { type Parts, readJson } from './reader/layout.ts';

/** A log of a kind that has no flows, though it usually lies beside logs that do. */
export interface LogWithoutFlows {
  /** Program that writes it. */
  program: 'Zeek' | 'Suricata';
  /** What that program calls it, such as `dns`. */
  log: string;
}

/** Lines that are looked at of a log that is no JSON. */
const maxLines = 30;

/**
 * Which log without flows this is, told by its first lines; of lines that don't tell, by its name.
 *
 * @param path - path or name of the log
 * @param lines - its first lines, none of them blank
 */
export function logWithoutFlows(
  path: string,
  lines: readonly string[],
): LogWithoutFlows | undefined {
  return declaredLog(path, lines) ?? logByName(path, lines);
}

/** The same for a log whose format somebody has named: what its lines don't tell is left to them. */
export function declaredLog(path: string, lines: readonly string[]): LogWithoutFlows | undefined {
  const zeek = pathOfZeek(path, lines);
  if (zeek !== undefined) return zeek === 'conn' ? undefined : { program: 'Zeek', log: zeek };
  const isSuricata = lines.slice(0, maxLines).some((line) => suricataLine.test(line));
  return isSuricata ? { program: 'Suricata', log: stemOf(path) } : undefined;
}

/** What Zeek calls a log: `#path` of columns, `_path` of JSON lines, if all of them are of one log. */
function pathOfZeek(path: string, lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, maxLines)) {
    const columns = /^#path\W(\w+)/.exec(line);
    if (columns) return columns[1];
  }
  if (!lines[0]?.startsWith('{')) return undefined;
  const paths = new Set(lines.map(pathOfJson));
  paths.delete(undefined);
  if (paths.size > 1) return undefined;
  return [...paths][0] ?? withoutPath(stemOf(path), readJson(lines[0]));
}

/** Logs of Zeek with connections that are in its log of connections, too, once they end. */
const ofConnections = ['conn_long', 'open_conn'];

/** What Zeek calls a log whose lines of JSON don't say so. */
function withoutPath(stem: string, parts: Parts): string | undefined {
  if ('reason' in parts) return undefined;
  const has = (key: string) => parts.get(key) !== undefined;
  if (!has('ts') || !has('uid') || !has('id.orig_h')) return undefined;
  const isOfEnded = has('conn_state') || has('orig_bytes');
  return isOfEnded && !ofConnections.includes(stem) ? undefined : stem;
}

function pathOfJson(line: string): string | undefined {
  if (!line.includes('"_path"')) return undefined;
  const parts = readJson(line);
  return 'reason' in parts ? undefined : parts.get('_path');
}

/**
 * Logs of Suricata that are written for people: alerts and the like, `Date:` and the table of
 * counters, and the program's own messages, in the layouts of versions 7 and before.
 */
const suricataLine = new RegExp(
  [
    String.raw`^(TIME: +)?\d\d/\d\d/\d{4}-\d\d:\d\d:\d\d\.\d{6}\b`,
    String.raw`^ *Date: \d+/\d+/\d{4} -- \d`,
    String.raw`^ *Counter +\| TM Name +\| Value`,
    String.raw`^(\[[^\]]+\] )?\d+/\d+/\d{4} -- \d\d:\d\d:\d\d - [<(]`,
    String.raw`^(\[[^\]]+\] )?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (Perf|Config|Info|Notice|Warning|Error): `,
  ].join('|'),
);

/** Logs of Zeek with lines of text, which have nothing in common but their names. */
const textOfZeek = ['stderr', 'stdout', 'conn-summary', 'prof', 'debug'];

/** Logs of Zeek that are not about connections, so that their JSON has nothing in common but `ts`. */
const jsonOfZeek =
  'analyzer broker capture_loss cluster config dhcp files intel known_certs known_devices ' +
  'known_hosts known_modbus known_services loaded_scripts netcontrol notice notice_alarm ntp ocsp ' +
  'openflow packet_filter pe print reporter signatures software stats telemetry ' +
  'telemetry_histogram weird weird_stats x509';

function logByName(path: string, lines: readonly string[]): LogWithoutFlows | undefined {
  const log = stemOf(path);
  const zeek = { program: 'Zeek', log } as const;
  const parts = readJson(lines[0] ?? '');
  if ('reason' in parts) return textOfZeek.includes(log) ? zeek : undefined;
  const hasItsKey = parts.get(log === 'loaded_scripts' ? 'name' : 'ts') !== undefined;
  return hasItsKey && jsonOfZeek.split(' ').includes(log) ? zeek : undefined;
}

/** The name of a file without what a rotation adds: `dns` of `json_streaming_dns.1.log`. */
function stemOf(path: string): string {
  const name = basename(path).replace(/^json_streaming_/, '');
  return /^[a-z][a-z0-9]*(?:[_-][a-z][a-z0-9]*)*/i.exec(name)?.[0].toLowerCase() ?? name;
}
