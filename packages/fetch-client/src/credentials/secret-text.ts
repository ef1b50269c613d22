/**
 * Tells whether a value can be a key or a token: text of visible ASCII characters. Anything else,
 * such as a line break, can't be sent in a header, and `fetch` would quote it in its error.
 */
export function isSecretText(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}
