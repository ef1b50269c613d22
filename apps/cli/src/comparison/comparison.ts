import type { RankedEntry } from '@cfw-flow/fetch-client';
import { type Amount, minus, plus } from '../amount.ts';
import type { Measure } from '../measure.ts';

/** An amount of one window beside that of another. What nobody knows is undefined. */
export interface Change {
  now: Amount | undefined;
  before: Amount | undefined;
  /** What there is more now, or less. */
  difference: Amount | undefined;
  /** How many times as much there is now; undefined where nothing was before. */
  factor: number | undefined;
}

/**
 * What became of a group:
 * - `new`: none before
 * - `gone`: none now
 * - `up`, `down`, `same`: more, less or as much as before
 * - `entered`: among the ranked groups now, but not before, when there were more than were ranked
 * - `left`: among the ranked groups before, but not now, when there are more than are ranked
 */
export const changeKinds = ['new', 'gone', 'up', 'down', 'same', 'entered', 'left'] as const;

/** One of {@link changeKinds}. */
export type ChangeKind = (typeof changeKinds)[number];

/** A group in two windows. */
export interface ComparedGroup {
  /** The value that all flows of the group share. */
  key: string;
  /** Its name, where a server gives one. */
  name: string | undefined;
  change: ChangeKind;
  sessions: Change;
  bytes: Change;
}

/** The groups of an item in two windows. */
export interface GroupComparison {
  /** Those that changed most first. */
  groups: ComparedGroup[];
  /**
   * What a group has at most that isn't among the ranked ones of a window; undefined where these are
   * all groups.
   */
  atMost: Record<Measure, Bounds>;
}

interface Bounds {
  now: Amount | undefined;
  before: Amount | undefined;
}

type Ranking = readonly RankedEntry<'bigint'>[];

/** The groups of a window with the most sessions, and those with the most bytes, the most first. */
export type Rankings = Record<Measure, Ranking>;

/**
 * Compares the groups of two windows that are ranked in one of them.
 *
 * @param by - the measure that says what became of a group, and how much it changed
 * @param size - how many groups were asked for: a list of that length may not have all of them
 */
export function compareGroups(
  now: Rankings,
  before: Rankings,
  by: Measure,
  size: number,
): GroupComparison {
  const sessions = compareRankings(now.sessions, before.sessions, size);
  const bytes = compareRankings(now.bytes, before.bytes, size);
  const ranked = { sessions, bytes }[by];
  const names = new Map([...before[by], ...now[by]].map(({ key, name }) => [key, name]));
  const groups = [...names].map(([key, name]): ComparedGroup => ({
    key,
    name,
    change: ranked.kindOf(key),
    sessions: sessions.changeOf(key),
    bytes: bytes.changeOf(key),
  }));
  const least = new Map(groups.map(({ key }) => [key, ranked.leastDifference(key)]));
  groups.sort((a, b) => least.get(b.key)! - least.get(a.key)! || (a.key < b.key ? -1 : 1));
  return { groups, atMost: { sessions: sessions.atMost, bytes: bytes.atMost } };
}

/** What two lists of one measure say about a group. */
function compareRankings(now: Ranking, before: Ranking, size: number) {
  const [later, earlier] = [lookUp(now, size), lookUp(before, size)];
  const atMost: Bounds = { now: later.atMost, before: earlier.atMost };
  return {
    atMost,
    changeOf: (key: string) => changeOf(later.valueOf(key), earlier.valueOf(key)),
    kindOf(key: string): ChangeKind {
      if (!earlier.has(key)) return atMost.before === undefined ? 'new' : 'entered';
      if (!later.has(key)) return atMost.now === undefined ? 'gone' : 'left';
      const change = Number(minus(later.valueOf(key)!, earlier.valueOf(key)!));
      return change === 0 ? 'same' : change > 0 ? 'up' : 'down';
    },
    /** How much a group changed; where only a bound is known, how much at least. */
    leastDifference(key: string): number {
      const amount = (one: Lookup) => Number(one.valueOf(key) ?? one.atMost);
      const change = amount(later) - amount(earlier);
      if (later.has(key) && earlier.has(key)) return Math.abs(change);
      return Math.max(0, later.has(key) ? change : -change);
    },
  };
}

interface Lookup {
  has(key: string): boolean;
  /** Undefined where the list doesn't say. */
  valueOf(key: string): Amount | undefined;
  /** What a group has at most that isn't in the list; undefined where the list has all groups. */
  atMost: Amount | undefined;
}

function lookUp(ranking: Ranking, size: number): Lookup {
  const values = new Map(ranking.map(({ key, value }) => [key, value]));
  const atMost = ranking.length < size ? undefined : ranking.at(-1)?.value;
  return {
    has: (key) => values.has(key),
    valueOf: (key) => values.get(key) ?? (atMost === undefined ? 0 : undefined),
    atMost,
  };
}

/** An amount now beside the amount before. */
export function changeOf(now: Amount | undefined, before: Amount | undefined): Change {
  if (now === undefined || before === undefined) {
    return { now, before, difference: undefined, factor: undefined };
  }
  const factor = before > 0 ? Number(now) / Number(before) : undefined;
  return { now, before, difference: minus(now, before), factor };
}

/** The sum of the values of a list. */
export function sumOf(ranking: Ranking): Amount {
  return ranking.reduce<Amount>((sum, { value }) => plus(sum, value), 0);
}
