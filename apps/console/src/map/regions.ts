import type { FlowGroup, Order } from '@cfw-flow/fetch-client';
import { bytesOf } from '../api/sums.ts';
import { compare, type Whole } from '../text/quantity.ts';

/** A region as logs name it, and its flows. */
export interface Region {
  name: string;
  sessions: Whole;
  bytes: bigint;
  /** The one of both that is asked for. */
  value: Whole;
  /** Of that of all regions, 0 to 1. */
  share: number;
  /** The value in the window before, 0 for a region that is new; nothing while it is not known. */
  before: Whole | undefined;
}

type Group = FlowGroup<'bigint'>;

/**
 * Regions by a measure, the greatest first.
 *
 * @param before - those of the window before, nothing while they are not known
 */
export function rankRegions(
  now: readonly Group[],
  before: readonly Group[] | undefined,
  order: Order,
): Region[] {
  const valueOf = (group: Group) => (order === 'byte' ? bytesOf(group) : group.sessions);
  const earlier = new Map(before?.map((group) => [group.item, valueOf(group)]));
  const whole = Number(now.reduce((sum, group) => sum + BigInt(valueOf(group)), 0n));
  return now
    .map((group): Region => ({
      name: group.item,
      sessions: group.sessions,
      bytes: bytesOf(group),
      value: valueOf(group),
      share: whole === 0 ? 0 : Number(valueOf(group)) / whole,
      before: before && (earlier.get(group.item) ?? 0),
    }))
    .sort((a, b) => compare(b.value, a.value));
}

/** Regions by the country that each is, and those that are none. */
export function placeRegions(
  regions: readonly Region[],
  countryOf: (name: string) => string | undefined,
): { placed: Map<string, Region[]>; unplaced: Region[] } {
  const placed = new Map<string, Region[]>();
  const unplaced: Region[] = [];
  for (const region of regions) {
    const country = countryOf(region.name);
    if (country === undefined) unplaced.push(region);
    else placed.set(country, [...(placed.get(country) ?? []), region]);
  }
  return { placed, unplaced };
}
