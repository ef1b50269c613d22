import type { FlowRecord } from './flow.ts';
import type { LogFormat } from './format.ts';
import { parseInternalNetworks } from './internal-networks.ts';
import { maxLineBytes, tooLong } from './reader/flow-reader.ts';
import { LineParser } from './reader/line-parser.ts';
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
    for (const line of log) {
      const host = reader.readHost(line);
      if (host && !hosts.has(host.key)) hosts.set(host.key, host.name);
    }
  }
  const reader = new LineParser(format, options);
  const written = lines.filter((line) => !/^[ \t\r]*$/.test(line));
  reader.begin(written);
  reader.lookAhead(lines);
  const found: ReadLog = { flows: [], rejections: [], skipped: 0 };
  const sessions = new Map<string, FlowRecord>();
  for (const [index, line] of lines.entries()) {
    if (/^[ \t\r]*$/.test(line)) continue;
    if (Buffer.byteLength(line) > maxLineBytes) {
      found.rejections.push({ line: index + 1, reason: tooLong });
      continue;
    }
    const read = reader.read(line);
    if ('reason' in read) {
      found.rejections.push({ line: index + 1, reason: read.reason });
    } else if ('skipped' in read) {
      found.skipped++;
      if (read.host && !hosts.has(read.host.key)) hosts.set(read.host.key, read.host.name);
    } else {
      const host = read.hostKey === undefined ? undefined : hosts.get(read.hostKey);
      const flow = host === undefined ? read.flow : { dst_host: host, ...read.flow };
      if (read.pairKey === undefined) found.flows.push(flow);
      else addHalf(sessions, read.pairKey, flow);
    }
  }
  found.flows.push(...sessions.values());
  return found;
}

const sums = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts'] as const;

function addHalf(sessions: Map<string, FlowRecord>, pairKey: string, flow: FlowRecord): void {
  const { to_s_bytes: _, to_c_bytes: __, to_s_pkts: ___, to_c_pkts: ____, ...common } = flow;
  const key = JSON.stringify([pairKey, ...Object.entries(common).sort()]);
  const session = sessions.get(key);
  if (session === undefined) {
    sessions.set(key, { ...flow });
    return;
  }
  for (const sum of sums) session[sum] = (session[sum] ?? 0n) + (flow[sum] ?? 0n);
}
