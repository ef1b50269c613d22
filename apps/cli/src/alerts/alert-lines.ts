import { counted, formatTime } from '../output/quantity.ts';
import { columnsOf, tableLines } from '../output/table.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { statusOf, type TrackedAlert } from './alert-state.ts';
import type { Severity } from './rule.ts';

/** The alerts that last as a table, and how many there are, as lines no wider than `width`. */
export function firingLines(
  firing: readonly TrackedAlert[],
  rules: number,
  width: number,
): (readonly Piece[])[] {
  const checked = `${counted(rules, 'rule')} checked`;
  if (firing.length === 0) return [[styled('dim', `no alerts, ${checked}`)]];
  const column = columnsOf(firing);
  const [titles = '', ...rows] = tableLines(
    [
      column('severity', ({ alert }) => alert.severity),
      column('rule', ({ alert }) => alert.rule, { minWidth: 8 }),
      column('since', ({ since }) => formatTime(since)),
      column('what', ({ alert }) => alert.summary, { minWidth: 30 }),
    ],
    width,
  );
  return [
    [styled('bold', titles)],
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
