import stringWidth from 'string-width';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatTime } from '../output/quantity.ts';
import { columnsOf, tableLines } from '../output/table.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import { statusOf, type TrackedAlert } from './alert-state.ts';
import type { Severity } from './rule.ts';

/** Minimum width of the column of summaries. */
const minSummary = 30;

/** The alerts that last as a table, and how many there are, as lines no wider than `width`. */
export function firingLines(
  firing: readonly TrackedAlert[],
  rules: number,
  width: number,
): (readonly Piece[])[] {
  const checked = `${counted(rules, 'rule')} checked`;
  if (firing.length === 0) return [[styled('dim', `no alerts, ${checked}`)]];
  const column = columnsOf(firing);
  const [titles = '', ...heads] = tableLines(
    [
      column('severity', ({ alert }) => alert.severity),
      column('rule', ({ alert }) => alert.rule, { minWidth: 8 }),
      column('since', ({ since }) => formatTime(since)),
    ],
    width - minSummary,
  );
  const indent = stringWidth(heads[0] ?? '') + 2;
  const room = Math.max(minSummary, width - indent);
  // What is wrong stands at the end of a summary: it is broken, not cut.
  const rows = heads.flatMap((head, index) =>
    wrapTo(escapeControlChars(firing[index]!.alert.summary), room).map(
      (part, line) => (line === 0 ? `${head}  ` : ' '.repeat(indent)) + part,
    ),
  );
  return [
    [styled('bold', `${titles.padEnd(indent)}what`)],
    ...rows.map((row) => [row]),
    [],
    [styled('dim', `${counted(firing.length, 'alert')}, ${checked}`)],
  ];
}

const styles = { info: 'cyan', warning: 'yellow', critical: 'red' } as const satisfies Record<
  Severity,
  string
>;

/** A line for each alert that began or ended. */
export function changeLines(changed: readonly TrackedAlert[]): (readonly Piece[])[] {
  return changed.map((tracked) => {
    const { alert, since, ended } = tracked;
    const status = statusOf(tracked);
    return [
      `${formatTime(ended ?? since)}  `,
      styled(ended === undefined ? styles[alert.severity] : 'green', status.padEnd(8)),
      `  ${alert.rule}  ${alert.summary}`,
    ];
  });
}
