import { basename } from 'node:path';
import { readJson } from './reader/layout.ts';

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
 * Which log without flows this is, when its first lines are of no format with flows: told by these, and
 * of lines that don't tell, by its name.
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

/** Logs of Zeek with connections that are in its log of connections, too, once they end. */
const ofConnections = ['conn_long', 'open_conn'];

/** Which log this is that has connections which another log has, too; the same of lines with flows. */
export function logOfOthersFlows(
  path: string,
  lines: readonly string[],
): LogWithoutFlows | undefined {
  const log = declaredPath(lines) ?? stemOf(path);
  return ofConnections.includes(log) ? { program: 'Zeek', log } : undefined;
}

/** The same for a log whose format somebody has named: what its lines don't tell is left to them. */
export function declaredLog(path: string, lines: readonly string[]): LogWithoutFlows | undefined {
  const zeek = declaredPath(lines) ?? pathOfConnections(path, lines);
  if (zeek !== undefined) return zeek === 'conn' ? undefined : { program: 'Zeek', log: zeek };
  const isSuricata = lines.slice(0, maxLines).some((line) => suricataLine.test(line));
  return isSuricata ? { program: 'Suricata', log: stemOf(path) } : undefined;
}

/** What Zeek calls a log: `#path` of columns, `_path` of JSON lines, if all of them are of one log. */
function declaredPath(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, maxLines)) {
    const columns = /^#path\W(\w+)/.exec(line);
    if (columns) return columns[1];
  }
  const paths = new Set(lines.map(pathOfJson));
  paths.delete(undefined);
  return paths.size > 1 ? undefined : [...paths][0];
}

/** What Zeek calls a log of JSON that is about connections, as `dns.log` is, but has none. */
function pathOfConnections(path: string, [first = '']: readonly string[]): string | undefined {
  const parts = first.startsWith('{') ? readJson(first) : { reason: 'not JSON' };
  if ('reason' in parts) return undefined;
  const isAbout = ['ts', 'uid', 'id.orig_h'].every((key) => parts.get(key) !== undefined);
  return isAbout ? stemOf(path) : undefined;
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
