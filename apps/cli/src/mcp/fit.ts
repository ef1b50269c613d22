/** Most characters of the JSON of an answer: some 5,000 tokens, of which several fit a conversation. */
const maxCharacters = 16_000;

/** How many entries from the first one fit an answer. */
export function fittingCount(entries: readonly unknown[]): number {
  let left = maxCharacters;
  const over = entries.findIndex((entry) => (left -= JSON.stringify(entry).length + 1) < 0);
  return over === -1 ? entries.length : over;
}
