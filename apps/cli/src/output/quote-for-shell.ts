import { escapeControlChars } from './escape-control-chars.ts';

/** A path as a shell takes it, for commands that are suggested. */
export function quoteForShell(text: string): string {
  const shown = escapeControlChars(text);
  return /^[\w./:~+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
