import type { Labelled } from '../output/print-labelled.ts';
import { formatBytes, formatCount } from '../output/quantity.ts';
import type { FileReport } from './inspect-file.ts';
import { summaryLines } from './summary-lines.ts';

/** What is to be said of one file. */
export function fileDetails(report: FileReport): Labelled[] {
  const { size, format, summary, advice, firstLine, hosts } = report;
  return [
    ...(format ? [['told by', certainty(report)] as const] : []),
    ['size', `${formatBytes(size)}${partRead(report)}`],
    ...(summary ? summaryLines(summary) : []),
    ...(hosts ? [['hosts', `also from ${hosts.join(', ')}`] as const] : []),
    ...(firstLine === undefined ? [] : [['begins', firstLine] as const]),
    ...(advice === undefined ? [] : [['advice', advice] as const]),
  ];
}

/** What a file is, and what it is inside of. */
export function titleOf({ what, inside }: FileReport): string {
  return [what, ...inside.toReversed()].join(' in ');
}

/** How sure it is what a file is. */
function certainty({ format, summary }: FileReport): string {
  const { by, mark } = format!;
  const told = by === 'option' ? 'an option' : `its content, ${mark}`;
  const { read, blank, rejected } = summary!.lines;
  if (rejected === 0) return told;
  return `${told}; but ${formatCount(rejected)} of ${formatCount(read - blank)} lines do not fit`;
}

function partRead({ read }: FileReport): string {
  if (read === undefined || read.isWhole) return '';
  const last = read.tail > 0 ? ` and the last ${formatBytes(read.tail)}` : ' of its content';
  return `, of which the first ${formatBytes(read.head)}${last} were read`;
}
