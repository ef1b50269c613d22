import { type AskedWindow, windowEnd, windowText } from '../connection/asked-window.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { noteWhyEmpty } from '../connection/why-empty.ts';
import { csvLine } from '../output/csv.ts';
import { jsonLine, jsonText } from '../output/json.ts';
import { counted, formatSpan } from '../output/quantity.ts';
import { printCaption } from '../output/print-table.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { printExplanation } from '../query/print-explanation.ts';
import { chartColumns, chartLines } from '../trend/trend-chart.ts';
import { trendTable } from '../trend/trend-table.ts';
import { partsPerColumn, rates, readTrend, summaryText, type TrendPart } from '../trend/trend.ts';

/** Options of `cfw-flow trend`. */
export interface TrendOptions extends ConnectionOptions {
  ip?: string[];
  vpc?: string[];
  json?: boolean;
  csv?: boolean;
  ndjson?: boolean;
}

/** Asks a server for the traffic over time, and prints it: as a chart on a terminal, else as a table. */
export async function trend(options: TrendOptions): Promise<void> {
  const { ip, vpc } = options;
  const connection = await connect(options);
  const { client, query, window } = connection;
  const { data, response } = await client
    .showFlowTrend({ ...query, ...(ip && { ip }), ...(vpc && { vpc }) })
    .withResponse();
  const isQuiet = data.records.every(({ in_bps, out_bps }) => !in_bps && !out_bps);
  if (isQuiet) await noteWhyEmpty(connection);
  if (options.json) {
    print(jsonText(data));
    return;
  }
  if (options.ndjson) {
    for (const record of data.records) print(jsonLine(record));
    return;
  }
  const parts = readTrend(data, windowEnd(window));
  if (options.csv) {
    printCsv(parts);
    return;
  }
  const width = screenWidth();
  if (process.stdout.isTTY) printChart(parts, width, window);
  else printTable(parts, window);
  if (options.explain) printExplanation(response.headers, width);
}

function printCsv(parts: readonly TrendPart[]): void {
  print(csvLine(['agg_time', 'in_bps', 'out_bps', 'time']));
  for (const { start, in_bps, out_bps } of parts) {
    print(csvLine([start, in_bps, out_bps, new Date(start).toISOString()]));
  }
}

function printChart(parts: readonly TrendPart[], width: number, window: AskedWindow): void {
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
  printCaption([partsText(parts), ...averaged, ...quiet, windowOf(parts, window)].join(', '));
}

function printTable(parts: readonly TrendPart[], window: AskedWindow): void {
  if (parts.length > 0) {
    for (const line of trendTable(parts)) print(line);
    print();
    for (const { rate, title } of rates) print(`${title.padEnd(8)}  ${summaryText(parts, rate)}`);
  }
  print([partsText(parts), windowOf(parts, window)].join(', '));
}

function partsText(parts: readonly TrendPart[]): string {
  const length = parts.length === 0 ? '' : ` of ${formatSpan(partLength(parts))}`;
  return `${counted(parts.length, 'interval')}${length}`;
}

/** The usual length of a part, in milliseconds: those at the borders of the window may be shorter. */
function partLength(parts: readonly TrendPart[]): number {
  return Math.max(...parts.map(({ start, end }) => end - start));
}

function windowOf(parts: readonly TrendPart[], window: AskedWindow): string {
  return windowText(window, parts[0]?.start, parts.at(-1)?.end);
}
