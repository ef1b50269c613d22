import { AssetType, Direction, Item } from '@cfw-flow/fetch-client';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { flowsByLogType } from './context.ts';
import { assetTypeLabel, directionLabel, itemLabel, itemsLabel, logTypeLabel } from './labels.ts';
import { localMinute } from './local-time.ts';
import { count } from './quantity.ts';
import { covers, spanAround, type Span } from './span.ts';
import type { View } from './view.ts';

/** A change of the choices that may bring flows, and what its button says. */
export interface Remedy {
  label: string;
  changes: Partial<View>;
}

/** Why there may be nothing to show, and what to do about it. */
export interface Explanation {
  title: string;
  reasons: string[];
  remedies: Remedy[];
}

/**
 * Why a view has no records, as far as what the server holds of the firewall tells.
 *
 * @param window - the window that was asked for, where it is known
 */
export function explainNoFlows(
  view: View,
  firewall: FirewallSummary,
  window: Span | undefined,
): Explanation {
  // Flows may be there all the same, only none that is ranked by this item.
  const missing = view.item === Item.SRC_IP ? 'flows' : itemsLabel(view.item);
  const title = `No ${missing} in this window`;
  const reasons: string[] = [];
  const remedies: Remedy[] = [];

  if (view.item === Item.RISK_IP || view.item === Item.RISK_HOST) {
    reasons.push(
      `A flow counts among the ${itemsLabel(view.item)} when a threat list named its peer as the ` +
        'flow was ingested. Without a threat list there are none.',
    );
    remedies.push({ label: 'Show source addresses', changes: { item: Item.SRC_IP } });
    return { title, reasons, remedies };
  }

  // A window that misses some of the logs is widened along with any other remedy, so that one
  // click is enough.
  const { first_time, last_time } = firewall;
  const all = spanAround(first_time, last_time);
  const narrow = window === undefined || !covers(window, first_time, last_time);
  const widened: Partial<View> = narrow
    ? { time: { start_time: all.start, end_time: all.end }, live: false }
    : {};

  const ofType = firewall.traffic.filter(({ log_type }) => log_type === view.log_type);
  const openPorts = view.item === Item.OPEN_PORT || view.asset_type === AssetType.OPEN_PORT;
  if (ofType.length === 0) {
    const held = flowsByLogType(firewall);
    const list = held.map(([logType, flows]) => `${logTypeLabel(logType)} (${count(flows)} flows)`);
    reasons.push(
      `This firewall has no ${logTypeLabel(view.log_type)} logs. It has ${list.join(', ')}.`,
    );
    for (const [log_type] of held) {
      remedies.push({
        label: `Show ${logTypeLabel(log_type)} logs`,
        changes: { log_type, direction: undefined, ...widened },
      });
    }
    return { title, reasons, remedies };
  }

  if (openPorts && view.direction === Direction.IN2OUT) {
    reasons.push('Ports are open to inbound sessions only, and outbound ones are chosen.');
    remedies.push({
      label: 'Show inbound sessions',
      changes: { direction: Direction.OUT2IN, ...widened },
    });
    return { title, reasons, remedies };
  }

  const { direction } = view;
  if (direction !== undefined && !ofType.some((traffic) => traffic.direction === direction)) {
    reasons.push(
      `The ${logTypeLabel(view.log_type)} logs of this firewall have no ` +
        `${directionLabel(direction).toLowerCase()} sessions.`,
    );
    remedies.push({
      label: 'Show both directions',
      changes: { direction: undefined, ...widened },
    });
    return { title, reasons, remedies };
  }

  if (narrow) {
    reasons.push(
      `The logs of this firewall run from ${localMinute(first_time)} to ${localMinute(last_time)}.`,
    );
    remedies.push({ label: 'Show that span', changes: widened });
  }
  if (view.asset_type !== undefined) {
    reasons.push(`Only assets of type “${assetTypeLabel(view.asset_type)}” are counted.`);
    remedies.push({ label: 'Count all assets', changes: { asset_type: undefined } });
  }
  if (!narrow && view.item !== Item.SRC_IP) {
    reasons.push(`A flow that names no ${itemLabel(view.item).toLowerCase()} is not ranked here.`);
    remedies.push({ label: 'Show source addresses', changes: { item: Item.SRC_IP } });
  }
  return { title, reasons, remedies };
}
