import type { Amount } from '../amount.ts';
import { amountWithUnit, formatAmount, type Measure } from '../measure.ts';
import { formatCount, formatFactor } from '../output/quantity.ts';
import { maxGroups } from './ask-comparison.ts';
import {
  type Change,
  changeKinds,
  type ComparedGroup,
  type GroupComparison,
} from './comparison.ts';

/** Shown for what nobody knows. */
const unknown = '-';

/**
 * An amount, or what it is at most.
 *
 * @param atMost - what a group has at most that isn't ranked
 */
export function amountText(
  measure: Measure,
  amount: Amount | undefined,
  atMost?: Amount | undefined,
): string {
  if (amount !== undefined) return formatAmount(measure, amount);
  return atMost === undefined ? unknown : `≤${formatAmount(measure, atMost)}`;
}

/** A difference with its sign. */
export function differenceText(measure: Measure, { difference }: Change): string {
  if (difference === undefined) return unknown;
  const sign = difference > 0 ? '+' : difference < 0 ? '-' : '';
  return `${sign}${formatAmount(measure, difference < 0 ? -difference : difference)}`;
}

/** How many times as much. */
export function factorText({ factor }: Change): string {
  return factor === undefined ? unknown : formatFactor(factor);
}

/** How many groups became what, such as `3 new, 1 gone`. */
export function kindCounts(groups: readonly ComparedGroup[]): string {
  const texts = changeKinds.flatMap((kind) => {
    const { length } = groups.filter(({ change }) => change === kind);
    return length === 0 ? [] : [`${formatCount(length)} ${kind}`];
  });
  return texts.length === 0 ? 'none in either window' : texts.join(', ');
}

/** What can't be said of groups that are beyond the ranked ones. */
export function boundTexts(
  { now, before }: GroupComparison['atMost'][Measure],
  measure: Measure,
): string[] {
  const most = formatCount(maxGroups);
  return [
    ...(before === undefined
      ? []
      : [
          `entered: not among the first ${most} before, all of which had ${amountWithUnit(measure, before)} or more`,
        ]),
    ...(now === undefined
      ? []
      : [
          `left: not among the first ${most} now, all of which have ${amountWithUnit(measure, now)} or more`,
        ]),
  ];
}
