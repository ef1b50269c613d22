import { AssetType, Direction, Item } from '@cfw-flow/fetch-client';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { t } from '../text/i18n.ts';
import {
  assetTypeLabel,
  directionLabel,
  inSentence,
  itemLabel,
  itemsLabel,
  logTypeLabel,
} from '../text/labels.ts';
import { count } from '../text/quantity.ts';
import { covers, type Span, spanAround } from '../time/span.ts';
import { minuteIn } from '../time/zone.ts';
import type { View } from '../view/view.ts';
import { flowsByLogType } from './context.ts';

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
 * @param seenBefore - the window before, when a group that is looked for has flows there
 */
export function explainNoFlows(
  view: View,
  firewall: FirewallSummary,
  window: Span | undefined,
  seenBefore?: Span,
): Explanation {
  // Flows may be there all the same, only none that is ranked by this item.
  const isRanking = view.page === 'item' || view.page === 'map';
  const ranked = isRanking && view.item !== Item.SRC_IP;
  const title = titleOf(view, ranked);
  const reasons: string[] = [];
  const remedies: Remedy[] = [];

  if (ranked && (view.item === Item.RISK_IP || view.item === Item.RISK_HOST)) {
    reasons.push(t('empty.threatList'));
    remedies.push({ label: t('empty.showSources'), changes: { item: Item.SRC_IP } });
    return { title, reasons, remedies };
  }

  // A window that misses some of the logs is widened along with any other remedy, so that one
  // click is enough.
  const missed = missedSpan(firewall, window);
  const widened: Partial<View> = missed
    ? { time: { start_time: missed.all.start, end_time: missed.all.end }, live: false }
    : {};

  const ofType = firewall.traffic.filter(({ log_type }) => log_type === view.log_type);
  const openPorts =
    (ranked && view.item === Item.OPEN_PORT) || view.asset_type === AssetType.OPEN_PORT;
  if (ofType.length === 0) {
    const held = flowsByLogType(firewall);
    const list = held.map(([logType, flows]) =>
      flows === 0
        ? logTypeLabel(logType)
        : t('empty.held', { logType: logTypeLabel(logType), flows: count(flows) }),
    );
    reasons.push(
      t('empty.noLogType', { logType: logTypeLabel(view.log_type), held: list.join(', ') }),
    );
    for (const [log_type] of held) {
      remedies.push({
        label: t('empty.showLogType', { logType: logTypeLabel(log_type) }),
        changes: { log_type, direction: undefined, ...widened },
      });
    }
    return { title, reasons, remedies };
  }

  if (openPorts && view.direction === Direction.IN2OUT) {
    reasons.push(t('empty.openPorts'));
    remedies.push({
      label: t('empty.showInbound'),
      changes: { direction: Direction.OUT2IN, ...widened },
    });
    return { title, reasons, remedies };
  }

  const { direction } = view;
  if (
    direction !== undefined &&
    !ofType.some((one) => (one.direction ?? direction) === direction)
  ) {
    reasons.push(
      t('empty.noDirection', {
        logType: logTypeLabel(view.log_type),
        direction: inSentence(directionLabel(direction)),
      }),
    );
    remedies.push({
      label: t('empty.showBoth'),
      changes: { direction: undefined, ...widened },
    });
    return { title, reasons, remedies };
  }

  if (seenBefore !== undefined) {
    const { start, end } = seenBefore;
    reasons.push(t('empty.seenBefore'));
    remedies.push({
      label: t('empty.showBefore'),
      changes: { time: { start_time: start, end_time: end }, live: false },
    });
  }
  if (missed) {
    reasons.push(
      t('empty.span', {
        first: minuteIn(view.zone, missed.first),
        last: minuteIn(view.zone, missed.last),
      }),
    );
    remedies.push({ label: t('empty.showSpan'), changes: widened });
  }
  if (view.asset_type !== undefined) {
    reasons.push(t('empty.assets', { assets: assetTypeLabel(view.asset_type) }));
    remedies.push({ label: t('empty.showAssets'), changes: { asset_type: undefined } });
  }
  if (view.page === 'detail') remedies.push(...elsewhere(view));
  if (!missed && ranked) {
    reasons.push(t('empty.noItem', { item: inSentence(itemLabel(view.item)) }));
    remedies.push({ label: t('empty.showSources'), changes: { page: 'item', item: Item.SRC_IP } });
  }
  return { title, reasons, remedies };
}

/** The time of all logs of a firewall, where it is known and a window misses some of it. */
function missedSpan(
  { first_time: first, last_time: last }: FirewallSummary,
  window: Span | undefined,
): { first: number; last: number; all: Span } | undefined {
  if (first === undefined || last === undefined) return undefined;
  if (window !== undefined && covers(window, first, last)) return undefined;
  return { first, last, all: spanAround(first, last) };
}

function titleOf({ page, item }: View, ranked: boolean): string {
  if (page === 'detail') return t('empty.titleGroup');
  return ranked ? t('empty.titleItem', { items: inSentence(itemsLabel(item)) }) : t('empty.title');
}

/** Where a group that has no flows here may have some, and where others are. */
function elsewhere({ item }: View): Remedy[] {
  const other = otherSide[item];
  const ranking: Remedy = {
    label: t('empty.showRanking', { items: inSentence(itemsLabel(item)) }),
    changes: { page: 'item' },
  };
  if (other === undefined) return [ranking];
  const label = t('empty.showOther', { item: inSentence(itemLabel(other)) });
  return [{ label, changes: { item: other } }, ranking];
}

/** A value that nothing comes from may be one that something goes to. */
const otherSide: Partial<Record<Item, Item>> = {
  src_ip: Item.DST_IP,
  dst_ip: Item.SRC_IP,
  src_region_name: Item.DST_REGION_NAME,
  dst_region_name: Item.SRC_REGION_NAME,
};
