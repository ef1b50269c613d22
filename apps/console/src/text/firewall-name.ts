import type { FirewallSummary } from '@cfw-flow/types/console';
import { t } from './i18n.ts';
import { count } from './quantity.ts';

/** What people call a firewall: its name where it has one, else its id. */
export const firewallName = ({ name, fw_instance_id }: FirewallSummary): string =>
  name ?? fw_instance_id;

/** Its id, and how many flows it has where that is known. */
export const firewallDetail = ({ fw_instance_id: id, flows }: FirewallSummary): string =>
  flows === undefined ? id : t('firewall.flows', { id, count: flows, flows: count(flows) });
