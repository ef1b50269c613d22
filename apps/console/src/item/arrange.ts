import { compareTexts } from '../text/compare-texts.ts';
import { compare } from '../text/quantity.ts';
import type { Sort } from '../view/sort.ts';
import type { SortColumn } from '../view/view.ts';
import { amountBefore, amountOf, asMeasure, type Measure, type RankedGroup } from './ranking.ts';

interface Arrangement {
  /** Text that groups have, whatever its case. */
  filter: string | undefined;
  /** As they are ranked when absent. */
  sort: Sort<SortColumn> | undefined;
  /** What changes are of. */
  measure: Measure;
}

/** Groups as a reader wants to see them. Those whose value is not known come last, whichever way. */
export function arrange(
  groups: readonly RankedGroup[],
  { filter, sort, measure }: Arrangement,
): readonly RankedGroup[] {
  const wanted = filter?.toLowerCase();
  const found =
    wanted === undefined
      ? groups
      : groups.filter((group) =>
          textsOf(group).some((text) => text.toLowerCase().includes(wanted)),
        );
  if (sort === undefined) return found;
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  if (column === 'item') {
    return found.toSorted((one, other) => sign * compareTexts(one.item, other.item));
  }
  const valueOf = (group: RankedGroup) => {
    if (column === 'change') return factorOf(group, measure);
    if (column === 'last_time') return group.group?.last_time;
    return amountOf(group, asMeasure(column) ?? measure);
  };
  return found
    .map((group) => ({ group, value: valueOf(group) }))
    .sort(({ value: one }, { value: other }) => {
      if (one === undefined) return other === undefined ? 0 : 1;
      return other === undefined ? -1 : sign * compare(one, other);
    })
    .map(({ group }) => group);
}

/** How many times as much as before: endless for what is new. */
function factorOf(group: RankedGroup, measure: Measure): number | undefined {
  const [now, before] = [amountOf(group, measure), amountBefore(group, measure)];
  if (before === 'new') return Number.POSITIVE_INFINITY;
  if (now === undefined || before === undefined) return undefined;
  if (Number(before) === 0) return Number(now) === 0 ? 1 : Number.POSITIVE_INFINITY;
  return Number(now) / Number(before);
}

function textsOf({ item, group }: RankedGroup): string[] {
  return [
    item,
    group?.protocol,
    group?.region,
    group?.device_name,
    group?.associate_instance_type,
    group?.tags,
  ].filter((text) => text !== undefined);
}
