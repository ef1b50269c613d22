/**
 * A text of a log as it can be seen: characters that have no look of their own, or turn round those beside
 * them, by their number, as `\u202e`. A host of nothing else would be a blank, and one with them may look
 * like another.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
