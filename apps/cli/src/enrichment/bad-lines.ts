import type { BadLine } from '@cfw-flow/store';
import { harmless } from '../output/harmless.ts';
import { counted, formatCount } from '../output/quantity.ts';

/** Bad lines that are told of each file. */
const TOLD = 5;

/** Tells which lines of a file are passed over, and why. */
export function badLinesInWords(file: string, bad: number, lines: readonly BadLine[]): string[] {
  if (bad === 0) return [];
  const told = lines
    .slice(0, TOLD)
    .map(({ line, reason }) => `  ${file}:${line}: ${harmless(reason)}`);
  const more = bad > told.length ? [`  … and ${formatCount(bad - told.length)} more`] : [];
  return [`${file}: ${counted(bad, 'line')} passed over`, ...told, ...more];
}
