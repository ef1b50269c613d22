/**
 * The name that somebody probably meant who wrote another one, as a question behind a sentence.
 *
 * @returns such as ` Did you mean app?`; empty when no name is near
 */
export function suggestion(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

/**
 * The name that somebody probably meant who wrote another one.
 *
 * @returns nothing when none is near
 */
function nearestName(written: string, names: readonly string[]): string | undefined {
  // Of a word of two letters, both may be changed into any other.
  const maxDistance = Math.min(written.length - 1, Math.max(2, Math.floor(written.length / 3)));
  let nearest: string | undefined;
  let least = maxDistance + 1;
  for (const name of names) {
    const distance = distanceBetween(written.toLowerCase(), name.toLowerCase());
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest ?? names.find((name) => written.length > 1 && name.includes(written));
}

/** Least number of letters to change, add or leave out. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let place = 0; place < other.length; place++) {
      const changed = row[place]! + (letter === other[place] ? 0 : 1);
      next.push(Math.min(changed, row[place + 1]! + 1, next[place]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
