import type { FirewallSummary } from '@cfw-flow/types/console';
import type { Connection } from './connect.ts';

/**
 * What the server says of the firewall that is asked about; undefined where it does not say it, or fails
 * to: an answer counts without it.
 */
export async function askedFirewall({
  context,
  query,
}: Pick<Connection, 'context' | 'query'>): Promise<FirewallSummary | undefined> {
  const known = await context().catch(() => undefined);
  return known?.firewalls.find(({ fw_instance_id }) => fw_instance_id === query.fw_instance_id);
}
