import { escapeControlChars } from './escape-control-chars.ts';
import { print, screenWidth } from './terminal.ts';
import { wrapTo } from './wrap.ts';

/** A line, and the label before it. */
export type Labelled = readonly [label: string, text: string];

const labelWidth = 10;

/** Prints lines with labels at the left, no wider than the terminal. */
export function printLabelled(lines: readonly Labelled[]): void {
  const width = screenWidth();
  for (const [label, text] of lines) {
    const [first = '', ...rest] = wrapTo(escapeControlChars(text), width - labelWidth);
    print(`${label.padEnd(labelWidth)}${first}`);
    for (const line of rest) print(`${' '.repeat(labelWidth)}${line}`);
  }
}
