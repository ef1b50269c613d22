import type { FlowGroup } from '@cfw-flow/fetch-client';
import { bytesOf } from '../api/sums.ts';
import { compare, type Whole } from '../text/quantity.ts';
import type { SortColumn, View } from '../view/view.ts';

/** What groups can be ranked by. Bytes are those of both ways. */
export const measures = ['sessions', 'bytes', 'request_byte', 'response_byte'] as const;

/** One of {@link measures}. */
export type Measure = (typeof measures)[number];

type Group = FlowGroup<'bigint'>;

/** A group in its place. */
export interface RankedGroup {
  /** From 1. */
  rank: number;
  item: string;
  bytes: Whole;
  /** All that is said of it; nothing when only its bytes are known. */
  group: Group | undefined;
  /** The same in the window before; `new` when it was not there, nothing when that is not known. */
  before: Group | 'new' | undefined;
}

/** An answer of flow-statistic. */
interface Statistic {
  total: Whole;
  records: readonly Group[];
}

interface Answers {
  /** What groups are wanted by. */
  measure: Measure;
  /** So many groups are wanted. */
  size: number;
  /** Groups by sessions. */
  now: Statistic;
  /** Those of the window before, once they are known. */
  before: Statistic | undefined;
  /** The keys by bytes, where they are asked for. */
  top: readonly { key: string; value: Whole }[] | undefined;
}

/** The first groups of an item. */
export interface Ranking {
  groups: RankedGroup[];
  total: Whole;
  /** What they are the first by. */
  by: Measure;
  /** So many groups, by sessions, they are chosen from, when there are more. */
  among: number | undefined;
  /** Whether the window before is known. */
  isCompared: boolean;
  /** Groups of the window before that are not there any more, those with the most first. */
  gone: string[];
}

/**
 * The first groups by a measure.
 *
 * flow-statistic ranks by sessions alone. When it says all groups, any measure ranks them; else flow-top
 * says which ones have the most bytes, and those that flow-statistic left out come with nothing but
 * these.
 */
export function rankGroups({ measure, size, now, before, top }: Answers): Ranking {
  const { total, records } = now;
  const known = new Map(records.map((group) => [group.item, group]));
  const earlier = new Map(before?.records.map((group) => [group.item, group]));
  const absent = before !== undefined && isWhole(before) ? 'new' : undefined;
  const place = (item: string, bytes: Whole, index: number): RankedGroup => ({
    rank: index + 1,
    item,
    bytes,
    group: known.get(item),
    before: earlier.get(item) ?? absent,
  });
  const rank = (groups: readonly Group[]) =>
    groups.slice(0, size).map((group, index) => place(group.item, bytesOf(group), index));
  const ranked = { total, by: measure, among: undefined, isCompared: before !== undefined };

  if (isWhole(now)) {
    const gone = [...earlier.keys()].filter((item) => !known.has(item));
    return { ...ranked, groups: rank(sortedBy(records, measure)), gone };
  }
  if (measure === 'sessions') return { ...ranked, groups: rank(records), gone: [] };
  if (top === undefined) {
    return { ...ranked, groups: rank(sortedBy(records, measure)), among: records.length, gone: [] };
  }
  const groups = top.slice(0, size).map(({ key, value }, index) => place(key, value, index));
  return { ...ranked, by: 'bytes', groups, gone: [] };
}

/** Whether an answer has all groups. */
function isWhole({ total, records }: Statistic): boolean {
  return total <= records.length;
}

/** How much of a measure a group has; nothing when that is not known. */
export function amountOf({ bytes, group }: RankedGroup, measure: Measure): Whole | undefined {
  return measure === 'bytes' ? bytes : group?.[measure];
}

/** The same in the window before. */
export function amountBefore({ before }: RankedGroup, measure: Measure): Whole | 'new' | undefined {
  if (before === undefined || before === 'new') return before;
  return measure === 'bytes' ? bytesOf(before) : before[measure];
}

/** What the bars of a view stand for: what it is sorted by, else what it is ranked by. */
export function measureOf({ sort, order }: Pick<View, 'sort' | 'order'>): Measure {
  return asMeasure(sort?.column) ?? (order === 'byte' ? 'bytes' : 'sessions');
}

/** A view whose ranking is by a measure, the greatest first. */
export function rankedBy(measure: Measure): Pick<View, 'sort' | 'order'> {
  const isOrder = measure === 'sessions' || measure === 'bytes';
  return {
    order: measure === 'sessions' ? 'record' : 'byte',
    sort: isOrder ? undefined : { column: measure, descending: true },
  };
}

/** A column as the measure that it is, if it is one. */
export function asMeasure(column: SortColumn | undefined): Measure | undefined {
  return measures.find((measure) => measure === column);
}

/** The greatest first; those with as much stay as they are. */
function sortedBy(groups: readonly Group[], measure: Measure): Group[] {
  const amount = (group: Group) => (measure === 'bytes' ? bytesOf(group) : group[measure]);
  return groups.toSorted((one, other) => compare(amount(other), amount(one)));
}
