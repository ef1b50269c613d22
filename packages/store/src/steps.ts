import { setImmediate } from 'node:timers/promises';

/** Work in steps of a few milliseconds at most, between which others may get their turn. */
export type Steps<Result> = Generator<void, Result>;

/** Does the steps one right after the other. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Longest time without a turn for others, in milliseconds, but for the step under way. */
const longest = 8;

/** Does the steps, and lets others have their turn now and then. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  let begin = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begin < longest) continue;
    await setImmediate();
    begin = performance.now();
  }
}

/** Items that are sorted, or merged, in a step. */
const atATime = 2048;

/**
 * Sorts in steps, which `sort` of an array can't: pieces of it, and then ever longer ones that are
 * merged.
 */
export function* sorted<Item>(
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Steps<Item[]> {
  let pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += atATime) {
    pieces.push(items.slice(start, start + atATime).sort(compare));
    yield;
  }
  while (pieces.length > 1) {
    const merged: Item[][] = [];
    for (let place = 0; place < pieces.length; place += 2) {
      const [one, other] = [pieces[place]!, pieces[place + 1]];
      merged.push(other === undefined ? one : yield* merge(one, other, compare));
    }
    pieces = merged;
  }
  return pieces[0] ?? [];
}

function* merge<Item>(
  one: readonly Item[],
  other: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Steps<Item[]> {
  const merged: Item[] = [];
  let [at, otherAt] = [0, 0];
  while (at < one.length || otherAt < other.length) {
    const isFirst =
      otherAt === other.length || (at < one.length && compare(one[at]!, other[otherAt]!) <= 0);
    merged.push(isFirst ? one[at++]! : other[otherAt++]!);
    if (merged.length % atATime === 0) yield;
  }
  return merged;
}
