import type { Whole } from '../text/quantity.ts';

/** A group of a ranking, and what it was in the window before. */
export interface RankedGroup {
  key: string;
  value: Whole;
  /**
   * Its value before; `new` when the ranking of the window before is whole and lacks it, and nothing
   * when that is not known.
   */
  before: Whole | 'new' | undefined;
}

/** A ranking against the one of the window before. */
export interface Ranking {
  groups: RankedGroup[];
  /** Whether there is a window before that groups are held against. */
  isCompared: boolean;
  /** Groups of the window before that are not there any more, those with the most first. */
  gone: string[];
}

interface Entry {
  key: string;
  value: Whole;
}

/**
 * Holds a ranking against the one before it.
 *
 * @param before - nothing when it is not known
 * @param depth - so many groups were asked for: with fewer, a ranking is whole
 */
export function rank({
  now,
  before,
  depth,
}: {
  now: readonly Entry[];
  before: readonly Entry[] | undefined;
  depth: number;
}): Ranking {
  const earlier = new Map(before?.map(({ key, value }) => [key, value]));
  const absent = before !== undefined && before.length < depth ? 'new' : undefined;
  const keys = new Set(now.map(({ key }) => key));
  const isWhole = now.length < depth;
  return {
    groups: now.map(({ key, value }) => ({ key, value, before: earlier.get(key) ?? absent })),
    isCompared: before !== undefined,
    gone: isWhole ? (before ?? []).flatMap(({ key }) => (keys.has(key) ? [] : [key])) : [],
  };
}
