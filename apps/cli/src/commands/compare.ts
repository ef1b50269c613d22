import { FlowItem, type Order } from '@cfw-flow/types';
import {
  askComparison,
  type ComparedWindows,
  type Comparison,
} from '../comparison/ask-comparison.ts';
import type { Change, ChangeKind, ComparedGroup } from '../comparison/comparison.ts';
import { type Measure, measureOf } from '../measure.ts';
import { chosenGroups, itemLines, totalLines } from '../comparison/comparison-lines.ts';
import { noteMissingBefore } from '../comparison/missing-before.ts';
import { windowBefore } from '../comparison/window-before.ts';
import { type CsvValue, csvLine } from '../output/csv.ts';
import { jsonLine, jsonText } from '../output/json.ts';
import { formatTime } from '../output/quantity.ts';
import { printCaption } from '../output/print-table.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { noteWhyEmpty } from '../connection/why-empty.ts';

/** Options of `cfw-flow compare`. */
export interface CompareOptions extends ConnectionOptions {
  json?: boolean;
  with?: string;
  by: Order;
  change?: ChangeKind[];
  size?: number;
  csv?: boolean;
  ndjson?: boolean;
}

const defaultItems = [
  FlowItem.SRC_IP,
  FlowItem.DST_IP,
  FlowItem.DST_HOST,
  FlowItem.APP,
  FlowItem.DST_PORT,
];

/** Groups of an item that people are shown unless they say how many. */
const defaultSize = 10;

/** Asks a server for the groups of two windows, and prints what changed between them. */
export async function compare(items: readonly FlowItem[], options: CompareOptions): Promise<void> {
  const connection = await connect(options);
  const { client, query, window } = connection;
  const now = { start_time: window.start, end_time: window.end };
  const windows = { now, before: windowBefore(now, options.with, Date.now()) };
  const by = measureOf[options.by];
  const asked = items.length === 0 ? defaultItems : [...new Set(items)];
  const comparison = await askComparison(client, query, windows, asked, by);
  const { now: sessions, before: sessionsBefore } = comparison.totals.sessions;
  if (sessions === 0 && sessionsBefore === 0) await noteWhyEmpty(connection);
  else await noteMissingBefore(connection, windows.before);
  if (options.json) print(jsonText(asJson(comparison, windows, options)));
  else if (options.ndjson) printNdjson(comparison, options);
  else if (options.csv) printCsv(comparison, options);
  else printTables(comparison, windows, by, options);
}

/** The groups to print: programs get all of them unless their number is said. */
function chosen(groups: readonly ComparedGroup[], { change, size }: CompareOptions) {
  return (change === undefined ? groups : chosenGroups(groups, change)).slice(0, size);
}

function asJson(
  { totals, items }: Comparison,
  { now, before }: ComparedWindows,
  options: CompareOptions,
) {
  return {
    window: now,
    window_before: before,
    order: options.by,
    totals,
    items: Object.fromEntries(
      items.map(({ item, comparison: { groups, atMost } }) => [
        item,
        { groups: chosen(groups, options), at_most: atMost },
      ]),
    ),
  };
}

function printNdjson({ items }: Comparison, options: CompareOptions): void {
  for (const { item, comparison } of items) {
    for (const group of chosen(comparison.groups, options)) print(jsonLine({ item, ...group }));
  }
}

/** The columns of CSV, in an order that stays. */
const csvColumns = [
  'item',
  'key',
  'name',
  'change',
  ...['sessions', 'bytes'].flatMap((measure) => [
    measure,
    `${measure}_before`,
    `${measure}_difference`,
    `${measure}_factor`,
  ]),
];

function printCsv({ items }: Comparison, options: CompareOptions): void {
  print(csvLine(csvColumns));
  for (const { item, comparison } of items) {
    for (const { key, name, change, sessions, bytes } of chosen(comparison.groups, options)) {
      print(csvLine([item, key, name, change, ...csvValues(sessions), ...csvValues(bytes)]));
    }
  }
}

function csvValues({ now, before, difference, factor }: Change): CsvValue[] {
  return [now, before, difference, factor];
}

function printTables(
  { totals, items }: Comparison,
  { now, before }: ComparedWindows,
  by: Measure,
  { size = defaultSize, change: kinds }: CompareOptions,
): void {
  const width = screenWidth();
  for (const line of totalLines(totals)) print(...line);
  for (const { item, comparison } of items) {
    print();
    for (const line of itemLines(item, comparison, { by, width, size, kinds })) print(...line);
  }
  print();
  printCaption(`window ${spanText(now)}, compared with ${spanText(before)}, by ${by}`);
}

function spanText({ start_time, end_time }: ComparedWindows['now']): string {
  return `${formatTime(start_time)} to ${formatTime(end_time)}`;
}
