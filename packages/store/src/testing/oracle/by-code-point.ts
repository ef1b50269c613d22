/** JavaScript compares UTF-16 code units, in which a surrogate pair sorts before U+FFFD. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
