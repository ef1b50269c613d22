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

/** One reason, and what to do about it; where it is plain, that alone. */
interface Cause {
  reason?: string;
  remedies: Remedy[];
}

/**
 * Why a view has no records, as far as what the server holds of the firewall tells.
 *
 * @param window - the window that was asked for
 * @param seenBefore - the window before, when a group that is looked for has flows there
 */
export function explainNoFlows(
  view: View,
  firewall: FirewallSummary,
  window: Span,
  seenBefore?: Span,
): Explanation {
  const missed = missedSpan(firewall, window);
  const explain = (causes: readonly Cause[]): Explanation => ({
    title: titleOf(view),
    reasons: causes.flatMap(({ reason }) => reason ?? []),
    remedies: causes.flatMap(({ remedies }) => remedies),
  });
  const threats = noThreats(view);
  if (threats !== undefined) return explain([threats]);
  const certain = noLogType(view, firewall) ?? noOpenPorts(view) ?? noDirection(view, firewall);
  if (certain !== undefined) return explain([missed ? widened(certain, missed.all) : certain]);
  return explain([
    ...(seenBefore ? [beforeIt(seenBefore)] : []),
    ...(missed ? [besideIt(view, missed)] : []),
    ...(view.asset_type === undefined ? [] : [otherAssets(view.asset_type)]),
    ...(view.page === 'detail' ? [elsewhere(view)] : []),
    ...(!missed && isRanked(view) ? [withoutItem(view.item)] : []),
  ]);
}

/** Whether flows may be there all the same, only none that is ranked by this item. */
function isRanked({ page, item }: View): boolean {
  return (page === 'item' || page === 'map') && item !== Item.SRC_IP;
}

function titleOf(view: View): string {
  if (view.page === 'detail') return t('empty.titleGroup');
  return isRanked(view)
    ? t('empty.titleItem', { items: inSentence(itemsLabel(view.item)) })
    : t('empty.title');
}

const windowOf = ({ start, end }: Span): Pick<View, 'time'> => ({
  time: { start_time: start, end_time: end },
});

/** With remedies that show a longer window, too, so that one click is enough. */
const widened = ({ remedies, ...cause }: Cause, all: Span): Cause => ({
  ...cause,
  remedies: remedies.map(({ label, changes }) => ({
    label,
    changes: { ...changes, ...windowOf(all) },
  })),
});

function noThreats(view: View): Cause | undefined {
  if (!isRanked(view) || (view.item !== Item.RISK_IP && view.item !== Item.RISK_HOST)) {
    return undefined;
  }
  return {
    reason: t('empty.threatList'),
    remedies: [{ label: t('empty.showSources'), changes: { item: Item.SRC_IP } }],
  };
}

function noLogType({ log_type }: View, firewall: FirewallSummary): Cause | undefined {
  if (firewall.traffic.some((one) => one.log_type === log_type)) return undefined;
  const held = flowsByLogType(firewall);
  const list = held.map(([logType, flows]) =>
    flows === 0
      ? logTypeLabel(logType)
      : t('empty.held', { logType: logTypeLabel(logType), count: flows, flows: count(flows) }),
  );
  return {
    reason: t('empty.noLogType', { logType: logTypeLabel(log_type), held: list.join(', ') }),
    remedies: held.map(([other]) => ({
      label: t('empty.showLogType', { logType: logTypeLabel(other) }),
      changes: { log_type: other, direction: undefined },
    })),
  };
}

function noOpenPorts(view: View): Cause | undefined {
  const openPorts =
    (isRanked(view) && view.item === Item.OPEN_PORT) || view.asset_type === AssetType.OPEN_PORT;
  if (!openPorts || view.direction !== Direction.IN2OUT) return undefined;
  return {
    reason: t('empty.openPorts'),
    remedies: [{ label: t('empty.showInbound'), changes: { direction: Direction.OUT2IN } }],
  };
}

function noDirection(
  { log_type, direction }: View,
  { traffic }: FirewallSummary,
): Cause | undefined {
  const isHeld = traffic.some(
    (one) => one.log_type === log_type && (one.direction ?? direction) === direction,
  );
  if (direction === undefined || isHeld) return undefined;
  return {
    reason: t('empty.noDirection', {
      logType: logTypeLabel(log_type),
      direction: inSentence(directionLabel(direction)),
    }),
    remedies: [{ label: t('empty.showBoth'), changes: { direction: undefined } }],
  };
}

const beforeIt = (seenBefore: Span): Cause => ({
  reason: t('empty.seenBefore'),
  remedies: [{ label: t('empty.showBefore'), changes: windowOf(seenBefore) }],
});

const besideIt = ({ zone }: View, { first, last, all }: Missed): Cause => ({
  reason: t('empty.span', { first: minuteIn(zone, first), last: minuteIn(zone, last) }),
  remedies: [{ label: t('empty.showSpan'), changes: windowOf(all) }],
});

const otherAssets = (assets: AssetType): Cause => ({
  reason: t('empty.assets', { assets: assetTypeLabel(assets) }),
  remedies: [{ label: t('empty.showAssets'), changes: { asset_type: undefined } }],
});

const withoutItem = (item: Item): Cause => ({
  reason: t('empty.noItem', { item: inSentence(itemLabel(item)) }),
  remedies: [{ label: t('empty.showSources'), changes: { page: 'item', item: Item.SRC_IP } }],
});

/** Logs of a firewall of which a window has only a part. */
interface Missed {
  first: number;
  last: number;
  /** A window that has all of them. */
  all: Span;
}

/** The time of all logs of a firewall, where it is known and a window misses some of it. */
function missedSpan(
  { first_time: first, last_time: last }: FirewallSummary,
  window: Span,
): Missed | undefined {
  if (first === undefined || last === undefined) return undefined;
  if (covers(window, first, last)) return undefined;
  return { first, last, all: spanAround(first, last) };
}

/** Where a group that has no flows here may have some, and where others are. */
function elsewhere({ item }: View): Cause {
  const other = otherSide[item];
  const ranking: Remedy = {
    label: t('empty.showRanking', { items: inSentence(itemsLabel(item)) }),
    changes: { page: 'item' },
  };
  if (other === undefined) return { remedies: [ranking] };
  const label = t('empty.showOther', { item: inSentence(itemLabel(other)) });
  return { remedies: [{ label, changes: { item: other } }, ranking] };
}

/** A value that nothing comes from may be one that something goes to. */
const otherSide: Partial<Record<Item, Item>> = {
  src_ip: Item.DST_IP,
  dst_ip: Item.SRC_IP,
  src_region_name: Item.DST_REGION_NAME,
  dst_region_name: Item.SRC_REGION_NAME,
};
