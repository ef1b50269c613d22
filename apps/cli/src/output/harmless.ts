const obeyed = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text from elsewhere, on one line and without the characters that a terminal obeys: what a log,
 * a server or a file name says must not move the cursor, colour the screen, turn the direction
 * of writing or pass for a line of this program.
 */
export function harmless(text: string): string {
  return text.replaceAll(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** {@link harmless}, but for the line breaks, which stay: for text that was put together here. */
export function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}
