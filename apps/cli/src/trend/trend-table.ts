import { formatMilliseconds, formatRate } from '../output/quantity.ts';
import { columnsOf, tableLines } from '../output/table.ts';
import type { TrendPart } from './trend.ts';

/** A line for each part, below the titles: for files, pipes and screen readers. */
export function trendTable(parts: readonly TrendPart[]): string[] {
  const column = columnsOf(parts);
  return tableLines(
    [
      column('time', ({ start }) => formatMilliseconds(start)),
      column('in', ({ in_bps }) => formatRate(in_bps), { align: 'right' }),
      column('out', ({ out_bps }) => formatRate(out_bps), { align: 'right' }),
    ],
    Infinity,
  );
}
