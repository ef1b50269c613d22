import stringWidth from 'string-width';
import { type Piece, styled } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import { roundUp, scaleLabel } from './rate-scale.ts';
import { timeTicks } from './time-axis.ts';
import { mergeParts, type Rate, rateColors, rates, summaryText, type TrendPart } from './trend.ts';

/** Room for a chart. */
export interface ChartRoom {
  /** Columns of the terminal. */
  width: number;
  /** Rows of the terminal. */
  height: number;
}

/** Rows of the terminal that are no bars: titles and axes, the caption, the prompts around it. */
const otherRows = 12;
const minBarRows = 4;
const maxBarRows = 10;
/** Places between the bars and the label of their scale, with the line of the axis. */
const axisWidth = 2;

/**
 * Both rates as bars over time, on one scale so that they can be compared. The parts of the window
 * are averaged where there are more than columns.
 */
export function chartLines(parts: readonly TrendPart[], room: ChartRoom): Piece[][] {
  const rows = Math.floor((room.height - otherRows) / rates.length);
  const barRows = Math.min(maxBarRows, Math.max(minBarRows, rows));
  const columns = mergeParts(parts, chartColumns(room.width));
  const top = roundUp(Math.max(...columns.flatMap(({ in_bps, out_bps }) => [in_bps, out_bps])));
  const placesPerColumn = Math.max(1, Math.floor(chartColumns(room.width) / columns.length));
  const ticks = timeTicks(columns, placesPerColumn).map(({ column, label }) => ({
    place: column * placesPerColumn,
    label,
  }));
  const baseline = [...'─'.repeat(columns.length * placesPerColumn)];
  for (const { place } of ticks) baseline[place] = '┴';
  return [
    ...rates.flatMap(({ rate, title }): Piece[][] => [
      ...titleLines(title, summaryText(parts, rate), rate, room.width),
      ...bars(columns, rate, top, barRows, placesPerColumn).map((row, index): Piece[] => [
        styled('dim', scale(index, barRows, top)),
        styled(rateColors[rate], row.trimEnd()),
      ]),
      [styled('dim', `${'0'.padStart(labelWidth)} └${baseline.join('')}`)],
    ]),
    [styled('dim', labelLine(ticks, room.width))],
  ];
}

/** Places of the labels of the scale, such as `1.5 Mbit/s`. */
const labelWidth = '100 Mbit/s'.length;

/** What stands above the bars: on several lines where the terminal is narrow. */
function titleLines(title: string, summary: string, rate: Rate, width: number): Piece[][] {
  const [first = '', ...rest] = wrapTo(summary, Math.max(minSummary, width - labelWidth - 1));
  return [
    [styled(['bold', rateColors[rate]], title.padEnd(labelWidth)), ` ${first}`],
    ...rest.map((line): Piece[] => [`${' '.repeat(labelWidth)} ${line}`]),
  ];
}

/** Places that a line of it has at least. */
const minSummary = 20;

/** How many columns a chart of a width has at most. */
export function chartColumns(width: number): number {
  return Math.max(1, width - labelWidth - axisWidth);
}

const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The rows of the bars from the top down; what is more than nothing shows. */
function bars(
  columns: readonly TrendPart[],
  rate: Rate,
  top: number,
  rows: number,
  width: number,
): string[] {
  const heights = columns.map((column) =>
    column[rate] === 0 ? 0 : Math.max(1, Math.round((column[rate] / top) * rows * 8)),
  );
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    return heights
      .map((height) => eighths[Math.min(8, Math.max(0, height - below))]!.repeat(width))
      .join('');
  });
}

/** What stands left of a row of bars: the rate at its upper border, in the first row and halfway. */
function scale(row: number, rows: number, top: number): string {
  const isHalfway = rows % 2 === 0 && row === rows / 2;
  const label = row === 0 ? scaleLabel(top) : isHalfway ? scaleLabel(top / 2) : '';
  return `${label.padStart(labelWidth)} ${label === '' ? '│' : '┤'}`;
}

/** The labels of the ticks, each with its middle below its tick. */
function labelLine(ticks: readonly { place: number; label: string }[], width: number): string {
  let line = '';
  for (const { place, label } of ticks) {
    const middle = labelWidth + axisWidth + place;
    const start = Math.min(middle - Math.floor(label.length / 2), width - label.length);
    if (start > stringWidth(line)) line = line.padEnd(start) + label;
  }
  return line;
}
