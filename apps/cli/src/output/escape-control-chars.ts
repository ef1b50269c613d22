const controlChars = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Escapes the control characters of text from elsewhere, line breaks included: a log, a server or a
 * file name must not move the cursor, colour the screen, change the direction of writing or look like
 * a line of this program.
 */
export function escapeControlChars(text: string): string {
  return text.replaceAll(
    controlChars,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** {@link escapeControlChars}, but keeps line breaks: for text that this program put together. */
export function escapeControlCharsInLines(text: string): string {
  return text.split('\n').map(escapeControlChars).join('\n');
}
