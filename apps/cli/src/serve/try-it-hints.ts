import { type FirewallSummary, type FlowStore, maxTime } from '@cfw-flow/store';
import { Item, LogType, Range } from '@cfw-flow/types';
import { ENDPOINT } from '../defaults.ts';

/** The server that the hints are about. */
export interface HintedServer {
  url: string;
  project: string;
  /** Firewall to ask about, if it has flows. */
  firewall: string;
  /** The command that runs this program. */
  command: string;
}

/** A query whose answer has records. */
interface ExampleQuery {
  fw_instance_id: string;
  log_type: FirewallSummary['traffic'][number]['log_type'];
  item: Item;
  /** Absent: the last seven days. */
  window?: { start: number; end: number };
}

const WEEK = 7 * 24 * 3_600_000;
const MINUTE = 60_000;

/** The most interesting first; every flow has an address. */
const items = [Item.DST_HOST, Item.APP, Item.DST_IP] as const;

/** Command lines for newcomers whose answers have records: one for curl, one of this program. */
export async function tryItHints(
  store: FlowStore,
  server: HintedServer,
  now: number,
): Promise<string[]> {
  const firewalls = await store.firewalls();
  const query = await findQuery(store, firewalls, server.firewall, now);
  if (query === undefined) return [];
  return [curlLine(query, server), topLine(query, server, firewalls.length)];
}

/**
 * Finds a query whose answer has records: of the firewall named or else the one with the most flows,
 * over the last seven days or, when no flow is that recent, over all.
 */
async function findQuery(
  store: FlowStore,
  firewalls: readonly FirewallSummary[],
  firewall: string,
  now: number,
): Promise<ExampleQuery | undefined> {
  const byFlows = [...firewalls].sort((one, other) => other.flows - one.flows);
  const chosen = byFlows.find(({ fw_instance_id }) => fw_instance_id === firewall) ?? byFlows[0];
  // The order of the constant: the Internet border before the others.
  const log_type = Object.values(LogType).find((type) =>
    chosen?.traffic.some((traffic) => traffic.log_type === type),
  );
  if (chosen === undefined || log_type === undefined) return undefined;
  const { fw_instance_id } = chosen;
  const all = wholeMinutes(chosen);
  for (const window of [{ start: now - WEEK, end: now }, all]) {
    if (window.start >= window.end) continue;
    for (const item of items) {
      const query = { fw_instance_id, log_type, item };
      const { total } = await store.answer('listFlowStatistic', { ...query, window, size: 0 });
      if (total > 0) return window === all ? { ...query, window } : query;
    }
  }
  return undefined;
}

/** The window of all flows. Whole minutes are easier to read; the end is exclusive, and a valid time. */
function wholeMinutes({ first_time, last_time }: FirewallSummary): { start: number; end: number } {
  return {
    start: Math.floor(first_time / MINUTE) * MINUTE,
    end: Math.min((Math.floor(last_time / MINUTE) + 1) * MINUTE, maxTime),
  };
}

function curlLine({ window, ...query }: ExampleQuery, server: HintedServer): string {
  const parameters = new URLSearchParams({
    ...query,
    ...(window === undefined
      ? { range: String(Range.LAST_SEVEN_DAYS) }
      : { start_time: String(window.start), end_time: String(window.end) }),
  });
  return `curl "${server.url}/v1/${server.project}/cfw/logs/flow-statistic?${parameters}"`;
}

/** Options whose values the program finds itself are left out. */
function topLine(query: ExampleQuery, server: HintedServer, firewalls: number): string {
  const { fw_instance_id, log_type, item, window } = query;
  const words = [server.command, 'top', item, '--log-type', log_type];
  if (window !== undefined) words.push('--from', iso(window.start), '--to', iso(window.end));
  if (server.url !== ENDPOINT) words.push('--endpoint', server.url);
  if (firewalls > 1) words.push('--firewall', fw_instance_id);
  return words.join(' ');
}

/** In UTC, without what a whole minute leaves at zero. */
function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/:00\.000Z$/, 'Z');
}
