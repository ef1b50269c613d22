import type { BadLine } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatCount } from '../output/quantity.ts';

/** Maximum number of bad lines reported of each file. */
const maxReported = 5;

/** Says which lines of a file are ignored, and why. */
export function badLineMessages(file: string, bad: number, lines: readonly BadLine[]): string[] {
  if (bad === 0) return [];
  const reported = lines
    .slice(0, maxReported)
    .map(({ line, reason }) => `  ${file}:${line}: ${escapeControlChars(reason)}`);
  const more = bad > reported.length ? [`  … and ${formatCount(bad - reported.length)} more`] : [];
  return [`${file}: ${counted(bad, 'line')} ignored`, ...reported, ...more];
}
