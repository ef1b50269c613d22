import type { Amount } from '../amount.ts';
import { counted, formatBytes, formatCount, formatFactor } from '../output/quantity.ts';
import { maxGroups } from './ask-comparison.ts';
import {
  type Change,
  changeKinds,
  type ComparedGroup,
  type GroupComparison,
  type Measure,
} from './comparison.ts';

/** Shown for what nobody knows. */
const unknown = '-';

const formats = { sessions: formatCount, bytes: formatBytes } as const;

/** A group; servers that give its name beside its key have it shown. */
export function nameOf({ key, name }: Pick<ComparedGroup, 'key' | 'name'>): string {
  return name && name !== key ? `${key} (${name})` : key;
}

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
  if (amount !== undefined) return formats[measure](amount);
  return atMost === undefined ? unknown : `≤${formats[measure](atMost)}`;
}

/** A difference with its sign. */
export function differenceText(measure: Measure, { difference }: Change): string {
  if (difference === undefined) return unknown;
  const sign = difference > 0 ? '+' : difference < 0 ? '-' : '';
  return `${sign}${formats[measure](difference < 0 ? -difference : difference)}`;
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
  const amount = (value: Amount) =>
    measure === 'bytes' ? formatBytes(value) : counted(value, 'session');
  return [
    ...(before === undefined
      ? []
      : [
          `entered: not among the first ${most} before, all of which had ${amount(before)} or more`,
        ]),
    ...(now === undefined
      ? []
      : [`left: not among the first ${most} now, all of which have ${amount(now)} or more`]),
  ];
}
