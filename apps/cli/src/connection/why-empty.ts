import type { FirewallSummary } from '@cfw-flow/types/console';
import { counted, formatTime } from '../output/quantity.ts';
import { remark } from '../output/terminal.ts';
import { askedFirewall } from './asked-firewall.ts';
import { flowsByLogType } from './choose-flows.ts';
import type { Connection } from './connect.ts';

/** Says on standard error why an answer is empty, as far as the server knows, and what to type. */
export async function noteWhyEmpty(connection: Connection): Promise<void> {
  const held = await askedFirewall(connection);
  const why = held && whyEmpty(held, connection);
  if (why !== undefined) remark(why);
}

/** Why there is nothing in a window; undefined when the server's summary doesn't say it. */
function whyEmpty(
  held: FirewallSummary,
  { query, window }: Pick<Connection, 'query' | 'window'>,
): string | undefined {
  const { fw_instance_id: id, log_type: type } = query;
  const types = flowsByLogType(held);
  if (!types.some(([one]) => one === type)) {
    const others = types.map(([one, flows]) => `${one} (${counted(flows, 'flow')})`);
    return `Firewall ${id} has no flows of log type ${type}, but of ${others.join(', ')}: --log-type TYPE.`;
  }
  const { first_time, last_time } = held;
  if (first_time === undefined || last_time === undefined) return undefined;
  const lastDays = `Their last days: ${daysUntil(first_time, last_time)}`;
  if (last_time < window.start) {
    return `The flows of this firewall end at ${formatTime(last_time)}, before that window. ${lastDays}`;
  }
  if (first_time >= window.end) {
    return `The flows of this firewall begin at ${formatTime(first_time)}, after that window. ${lastDays}`;
  }
  return undefined;
}

const DAY = 86_400_000;

/** The options that ask about the last seven days that have flows, in whole days. */
function daysUntil(first: number, last: number): string {
  return `--from ${dayOf(Math.max(first, last - 6 * DAY))} --to ${dayOf(last + DAY)}`;
}

function dayOf(time: number): string {
  return formatTime(time).slice(0, 10);
}
