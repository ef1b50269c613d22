import { Range } from '@cfw-flow/types';
import { rangeOf } from '../options.ts';
import { csvLine } from '../output/csv.ts';
import { jsonText } from '../output/json.ts';
import { counted, formatSpan } from '../output/quantity.ts';
import { print, styled } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import { askServer } from '../query/ask-server.ts';
import { printExplanation } from '../query/print-explanation.ts';
import { type QueryOptions, windowText } from '../query/query-options.ts';
import { chartColumns, chartLines } from '../trend/trend-chart.ts';
import { trendTable } from '../trend/trend-table.ts';
import { partsPerColumn, rates, readTrend, summaryText, type TrendPart } from '../trend/trend.ts';

/** Options of `cfw-flow trend`. */
export interface TrendOptions extends QueryOptions {
  ip?: string[];
  vpc?: string[];
  csv?: boolean;
}

/** Asks a server for the traffic over time, and prints it: as a chart on a terminal, else as a table. */
export async function trend(options: TrendOptions): Promise<void> {
  const { ip, vpc } = options;
  const { data, response } = await askServer(options, (client, shared) =>
    client.showFlowTrend({ ...shared, ...(ip && { ip }), ...(vpc && { vpc }) }),
  );
  if (options.json) {
    print(jsonText(data));
    return;
  }
  const parts = readTrend(
    data,
    (start) => options.to ?? start + rangeLength[rangeOf(options.range)],
  );
  if (options.csv) {
    printCsv(parts);
    return;
  }
  const width = process.stdout.columns || 80;
  if (process.stdout.isTTY) printChart(parts, width, options);
  else printTable(parts, options);
  if (options.explain) printExplanation(response.headers, width);
}

const hour = 3_600_000;

/** Length of a window back from now, in milliseconds. */
const rangeLength: Record<Range, number> = {
  [Range.LAST_HOUR]: hour,
  [Range.LAST_DAY]: 24 * hour,
  [Range.LAST_SEVEN_DAYS]: 7 * 24 * hour,
};

function printCsv(parts: readonly TrendPart[]): void {
  print(csvLine(['agg_time', 'in_bps', 'out_bps', 'time']));
  for (const { start, in_bps, out_bps } of parts) {
    print(csvLine([start, in_bps, out_bps, new Date(start).toISOString()]));
  }
}

function printChart(parts: readonly TrendPart[], width: number, options: TrendOptions): void {
  const hasTraffic = parts.some(({ in_bps, out_bps }) => in_bps > 0 || out_bps > 0);
  if (hasTraffic) {
    for (const line of chartLines(parts, { width, height: process.stdout.rows })) print(...line);
    print();
  }
  const count = partsPerColumn(parts, chartColumns(width));
  const averaged =
    hasTraffic && count > 1
      ? [`each column the average of ${count} (${formatSpan(count * partLength(parts))})`]
      : [];
  const quiet = hasTraffic ? [] : ['no traffic'];
  const text = [partsText(parts), ...averaged, ...quiet, windowOf(parts, options)].join(', ');
  for (const line of wrapTo(text, width)) print(styled('dim', line));
}

function printTable(parts: readonly TrendPart[], options: TrendOptions): void {
  if (parts.length > 0) {
    for (const line of trendTable(parts)) print(line);
    print();
    for (const { rate, title } of rates) print(`${title.padEnd(8)}  ${summaryText(parts, rate)}`);
  }
  print([partsText(parts), windowOf(parts, options)].join(', '));
}

function partsText(parts: readonly TrendPart[]): string {
  const length = parts.length === 0 ? '' : ` of ${formatSpan(partLength(parts))}`;
  return `${counted(parts.length, 'part')}${length}`;
}

/** The usual length of a part, in milliseconds: those at the borders of the window may be shorter. */
function partLength(parts: readonly TrendPart[]): number {
  return Math.max(...parts.map(({ start, end }) => end - start));
}

function windowOf(parts: readonly TrendPart[], options: TrendOptions): string {
  return windowText(options, parts[0]?.start, parts.at(-1)?.end);
}
