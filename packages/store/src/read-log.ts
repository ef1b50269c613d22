import type { FlowRecord } from './flow.ts';
import type { LogFormat } from './format.ts';
import { parseInternalNetworks } from './internal-networks.ts';
import { ForeignLines } from './reader/foreign-lines.ts';
import { maxLineBytes, tooLong } from './reader/flow-reader.ts';
import { Certainty, fromOtherEnd } from './reader/client-side.ts';
import { LineParser, type OneWay } from './reader/line-parser.ts';
import type { Rejection } from './rejection.ts';

/** What a log comes to. */
export interface ReadLog {
  /** Its flows: hosts found, one-way lines put together. */
  flows: FlowRecord[];
  /** Lines that are not flows, with the reason. */
  rejections: Rejection[];
  /** Lines that are none by their format. */
  skipped: number;
}

/** What a log doesn't say itself, and the logs beside it. */
export interface ReadLogOptions {
  /** Firewall of the lines that name none. */
  firewall: string;
  /** Internal networks in CIDR notation. */
  internalNetworks?: readonly string[] | undefined;
  /** Lines of the logs that name hosts. */
  beside?: readonly (readonly string[])[];
}

/** Reads a whole log line by line: what every store has to come to. */
export function readLog(
  format: LogFormat,
  lines: readonly string[],
  { firewall, internalNetworks: networks, beside = [] }: ReadLogOptions,
): ReadLog {
  const options = { firewall, internalNetworks: parseInternalNetworks(networks) };
  const hosts = new Map<string, string>();
  for (const log of beside) {
    const reader = new LineParser(format, options);
    for (const line of log.map(withoutNuls)) {
      const host = reader.readHost(line);
      if (host && !hosts.has(host.key)) hosts.set(host.key, host.name);
    }
  }
  const reader = new LineParser(format, options);
  const written = lines.map(withoutNuls).filter((line) => !/^[ \t\r]*$/.test(line));
  reader.begin(written);
  reader.lookAhead(lines);
  const foreign = new ForeignLines(format);
  const found: ReadLog = { flows: [], rejections: [], skipped: 0 };
  const sessions: Sessions = new Map();
  for (const [index, line] of lines.map(withoutNuls).entries()) {
    if (/^[ \t\r]*$/.test(line)) continue;
    if (Buffer.byteLength(line) > maxLineBytes) {
      found.rejections.push({ line: index + 1, reason: tooLong });
      continue;
    }
    const read = reader.read(line);
    if ('reason' in read) {
      const reason = foreign.reasonOf(read.reason, line);
      found.rejections.push({ line: index + 1, reason });
    } else if ('skipped' in read) {
      found.skipped++;
      if (read.host && !hosts.has(read.host.key)) hosts.set(read.host.key, read.host.name);
    } else {
      const host = read.hostKey === undefined ? undefined : hosts.get(read.hostKey);
      const flow = host === undefined ? read.flow : { dst_host: host, ...read.flow };
      if (read.oneWay === undefined) found.flows.push(flow);
      else addHalf(sessions, read.oneWay, flow);
    }
  }
  found.flows.push(...[...sessions.values()].map(({ flow }) => flow));
  return found;
}

/** NULs before a line are none of it. */
function withoutNuls(line: string): string {
  return line.replace(/^\0+/, '');
}

/** Conversations whose ways come together, and how certain it is which end is the client. */
type Sessions = Map<string, { flow: FlowRecord; certainty: Certainty }>;

const sums = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts'] as const;

function addHalf(sessions: Sessions, { key, certainty }: OneWay, flow: FlowRecord): void {
  const name = nameOf(key, flow, certainty);
  const known = sessions.get(name);
  if (known === undefined) {
    sessions.set(name, { flow: { ...flow }, certainty });
    return;
  }
  const { flow: session } = known;
  const isOpposite = session.src_ip !== flow.src_ip || session.src_port !== flow.src_port;
  const byPorts = (session.src_port ?? 0) < (session.dst_port ?? 0);
  const isTurned =
    isOpposite && (certainty > known.certainty || (certainty === known.certainty && byPorts));
  const way = isOpposite && !isTurned ? fromOtherEnd(flow) : flow;
  const before = isTurned ? fromOtherEnd(session) : session;
  known.flow = { ...(isTurned ? flow : session) };
  for (const sum of sums) known.flow[sum] = (before[sum] ?? 0n) + (way[sum] ?? 0n);
  known.certainty = Math.max(certainty, known.certainty) as Certainty;
}

/** What the lines of one conversation have in common. Of one that was refused the ends are as they are. */
function nameOf(key: string, flow: FlowRecord, certainty: Certainty): string {
  const common = Object.entries(flow).filter(([field]) => !ofWay.includes(field));
  const ends = [
    [flow.src_ip, flow.src_port],
    [flow.dst_ip, flow.dst_port],
  ].map(String);
  if (certainty !== Certainty.REFUSED) ends.sort();
  return JSON.stringify([key, ends, ...common.sort()]);
}

/** Fields that differ in the two ways. */
const ofWay: readonly string[] = [
  ...sums,
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'direction',
  'log_type',
  'src_region_name',
  'dst_region_name',
  'src_vpc',
  'dst_vpc',
];
