/**
 * A text as one word of sh, bash or zsh, which reads nothing else into it. Control characters are
 * escaped, so that none reaches the terminal that the word is pasted into.
 */
export function quoteForShell(text: string): string {
  if (/^[\w./:@-]+$/.test(text)) return text;
  if (!/\p{Cc}/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text.replaceAll(/['\\\p{Cc}]/gu, (character) => {
    if (character === "'" || character === '\\') return `\\${character}`;
    // Three octal digits end by themselves, whatever follows; those beyond 7 bits are two bytes.
    const bytes = [...new TextEncoder().encode(character)];
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  return `$'${escaped}'`;
}
