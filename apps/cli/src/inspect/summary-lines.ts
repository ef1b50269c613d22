import type { Labelled } from '../output/print-labelled.ts';
import { counted, formatCount } from '../output/quantity.ts';
import type { Guess, LogSummary } from './log-summary.ts';

/** Reasons that are shown. */
const maxReasons = 5;

/** What is to be said of the lines of a log. */
export function summaryLines(summary: LogSummary, extent = ''): Labelled[] {
  const { reasons, span, directions, empty, guesses } = summary;
  const shown = reasons.slice(0, maxReasons);
  const more = reasons.slice(maxReasons).reduce((sum, { count }) => sum + count, 0);
  const ways = Object.entries(directions).map(([way, count]) => `${formatCount(count)} ${way}`);
  return [
    ['lines', `${extent}${countsOf(summary)}`],
    ...shown.map(({ reason, line, count }, at): Labelled => {
      const others = count === 1 ? '' : ` and ${formatCount(count - 1)} like it`;
      const place = line === undefined ? 'a line near the end' : `line ${line}`;
      return [at === 0 ? 'rejected' : '', `${place}${others}: ${reason}`];
    }),
    ...(more > 0 ? [['', `${counted(more, 'line')} for other reasons`] as const] : []),
    ...(span ? [['ended', `${spanOf(span)}`] as const] : []),
    ...(ways.length > 0 ? [['ways', ways.join(', ')] as const] : []),
    ...(empty.length > 0 ? [['empty', empty.join(', ')] as const] : []),
    ...guesses.map((guess, at): Labelled => [at === 0 ? 'guessed' : '', guessText(guess)]),
  ];
}

/** What is guessed, how, and what sets it. */
export function guessText({ what, how, option }: Guess): string {
  return `${what}: ${how}${option === undefined ? '' : `; ${option} sets it`}`;
}

function countsOf({ lines, flows }: LogSummary): string {
  const { read, skipped, rejected, blank } = lines;
  const parts = [
    counted(flows, 'flow') + (flows === lines.flows ? '' : ` of ${counted(lines.flows, 'line')}`),
    `${formatCount(rejected)} rejected`,
  ];
  if (skipped > 0) parts.push(`${formatCount(skipped)} skipped`);
  if (blank > 0) parts.push(`${formatCount(blank)} blank`);
  return `${counted(read, 'line')}: ${parts.join(', ')}`;
}

function spanOf({ from, to }: { from: number; to: number }): string {
  const [first, last] = [from, to].map((time) => new Date(time).toISOString().replace('T', ' '));
  const [start, end] = [first!.slice(0, 19), last!.slice(0, 19)];
  if (start === end) return `${start} UTC`;
  const isSameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start} to ${isSameDay ? end.slice(11) : end} UTC`;
}
