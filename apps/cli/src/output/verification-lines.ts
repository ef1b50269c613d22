import type { Difference, Verification } from '@cfw-flow/store';
import stringWidth from 'string-width';
import { escapeControlChars } from './escape-control-chars.ts';
import { counted, formatCount, formatTime } from './quantity.ts';
import { columnsOf, tableLines } from './table.ts';
import { type Piece, styled } from './terminal.ts';

type Line = readonly Piece[];

/** Maximum number of differences shown; `--json` has more. */
const maxShown = 20;

/** What was compared, and what differs, as lines no wider than `width` but for long names. */
export function verificationLines(found: Verification, width: number): Line[] {
  const { flows, pending, sums, differing, differences } = found;
  const lines: Line[] = [
    [`${counted(flows, 'flow')} compared with ${counted(sums, 'sum')} of the rollups`],
  ];
  if (pending > 0) {
    const verb = pending === 1 ? 'is' : 'are';
    lines.push([
      `${counted(pending, 'flow')} ${verb} not rolled up yet: answers read the flows themselves`,
    ]);
  }
  if (differing === 0) return [...lines, [styled('green', 'all equal')]];
  const [titles = '', ...rows] = differenceLines(differences.slice(0, maxShown), width);
  lines.push([], [styled('bold', titles)], ...rows.map((row) => [row]));
  const more = differing - Math.min(maxShown, differences.length);
  if (more > 0) lines.push([styled('dim', `… and ${formatCount(more)} more`)]);
  return lines;
}

/** The key of a sum stands below its numbers, since it is long. */
function differenceLines(differences: readonly Difference[], width: number): string[] {
  const column = columnsOf(differences);
  const table = tableLines(
    [
      column('rollup', ({ rollup }) => rollup, { minWidth: 20 }),
      column('from', ({ start }) => formatTime(start)),
      column('rolled up', ({ rolledUp }) => formatCount(rolledUp), { align: 'right' }),
      column('counted', ({ counted: flows }) => formatCount(flows), { align: 'right' }),
    ],
    width,
  );
  return table.flatMap((line, place) =>
    place === 0 ? [line] : [line, ...keyLines(differences[place - 1]!.key, width)],
  );
}

const INDENT = '  ';

/** A key, on as many lines as it takes: all of it is needed to find the sum. */
function keyLines(key: string, width: number): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const part of escapeControlChars(key).split(/(?<=, )/)) {
    if (line !== INDENT && stringWidth(line + part.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = INDENT;
    }
    line += part;
  }
  return [...lines, line];
}
