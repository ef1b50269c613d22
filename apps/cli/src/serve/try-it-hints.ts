import { type FirewallSummary, type FlowStore, greatestTime } from '@cfw-flow/store';
import { Item, LogType, Range } from '@cfw-flow/types';
import { ENDPOINT, FIREWALL, PROJECT } from '../defaults.ts';

/** A question that has an answer. */
interface Question {
  fw_instance_id: string;
  log_type: FirewallSummary['traffic'][number]['log_type'];
  item: Item;
  /** Absent: the last seven days. */
  window?: { start: number; end: number };
}

const WEEK = 7 * 24 * 3_600_000;
const MINUTE = 60_000;

/** The most telling first; every flow has an address. */
const items = [Item.DST_HOST, Item.APP, Item.DST_IP] as const;

/**
 * Finds a question for newcomers that surely has an answer: of the firewall named or else the one
 * with the most flows, over the last seven days or, when the logs don't reach into them, over all.
 */
export async function findQuestion(
  store: FlowStore,
  firewall: string,
  now: number,
): Promise<Question | undefined> {
  const firewalls = await store.firewalls();
  const byFlows = [...firewalls].sort((one, other) => other.flows - one.flows);
  const chosen = byFlows.find(({ fw_instance_id }) => fw_instance_id === firewall) ?? byFlows[0];
  // The Internet border before the others: it is what most people look at first.
  const log_type = Object.values(LogType).find((type) =>
    chosen?.traffic.some((held) => held.log_type === type),
  );
  if (chosen === undefined || log_type === undefined) return undefined;
  const { fw_instance_id, first_time, last_time } = chosen;
  // Whole minutes read better; the end is exclusive, and no later than can be asked for.
  const all = {
    start: Math.floor(first_time / MINUTE) * MINUTE,
    end: Math.min((Math.floor(last_time / MINUTE) + 1) * MINUTE, greatestTime),
  };
  const lastDays = { start: now - WEEK, end: now };
  for (const window of [lastDays, all]) {
    if (window.start >= window.end) continue;
    for (const item of items) {
      const query = { fw_instance_id, log_type, item };
      const { total } = await store.statistic({ ...query, window, size: 0 });
      if (total > 0) return window === all ? { ...query, window } : query;
    }
  }
  return undefined;
}

/** The question as a line for curl. */
export function curlLine(question: Question, server: { url: string; project: string }): string {
  const { window, ...query } = question;
  const parameters = new URLSearchParams({
    ...query,
    ...(window === undefined
      ? { range: String(Range.LAST_SEVEN_DAYS) }
      : { start_time: String(window.start), end_time: String(window.end) }),
  });
  return `curl "${server.url}/v1/${server.project}/cfw/logs/flow-statistic?${parameters}"`;
}

/** The question as a line for `cfw-flow top`, without what it takes for granted. */
export function topLine(
  question: Question,
  server: { url: string; project: string; command: string },
): string {
  const { fw_instance_id, log_type, item, window } = question;
  const words = [server.command, 'top', item, '--log-type', log_type];
  if (window !== undefined) words.push('--from', iso(window.start), '--to', iso(window.end));
  if (server.url !== ENDPOINT) words.push('--endpoint', server.url);
  if (server.project !== PROJECT) words.push('--project', server.project);
  if (fw_instance_id !== FIREWALL) words.push('--firewall', fw_instance_id);
  return words.join(' ');
}

/** In UTC, without what a whole minute leaves at zero. */
function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/:00\.000Z$/, 'Z');
}
