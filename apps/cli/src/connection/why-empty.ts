import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';
import { counted, formatTime } from '../output/quantity.ts';
import { note, styled } from '../output/terminal.ts';
import { flowsByLogType } from './choose-flows.ts';
import type { Connection } from './connect.ts';

/** Says on standard error why an answer is empty, as far as the server knows, and what to type. */
export async function noteWhyEmpty(connection: Connection): Promise<void> {
  // The answer counts, with or without a reason.
  const context = await connection.context().catch(() => undefined);
  const why = context && whyEmpty(context, connection);
  if (why !== undefined) note(styled('dim', why));
}

/** Why there is nothing in a window; undefined when the server's summary doesn't say it. */
function whyEmpty(
  { firewalls }: ConsoleContext,
  { query, window }: Pick<Connection, 'query' | 'window'>,
): string | undefined {
  const { fw_instance_id: id, log_type: type } = query;
  const held = firewalls.find(({ fw_instance_id }) => fw_instance_id === id);
  if (held === undefined) return undefined;
  const types = flowsByLogType(held);
  if (!types.some(([one]) => one === type)) {
    const others = types.map(([one, flows]) => `${one} (${counted(flows, 'flow')})`);
    return `Firewall ${id} has no flows of log type ${type}, but of ${others.join(', ')}: --log-type TYPE.`;
  }
  if (held.last_time < window.start) {
    return `The flows of this firewall end at ${formatTime(held.last_time)}, before that window. ${lastDays(held)}`;
  }
  if (held.first_time >= window.end) {
    return `The flows of this firewall begin at ${formatTime(held.first_time)}, after that window. ${lastDays(held)}`;
  }
  return undefined;
}

const DAY = 86_400_000;

/** The options that ask about the last seven days that have flows, in whole days. */
function lastDays({ first_time, last_time }: FirewallSummary): string {
  const start = dayOf(Math.max(first_time, last_time - 6 * DAY));
  const end = dayOf(last_time + DAY);
  return `Their last days: --from ${start} --to ${end}`;
}

function dayOf(time: number): string {
  return formatTime(time).slice(0, 10);
}
