import type { FlowTop } from '@cfw-flow/fetch-client';
import { FlowItem, type Item, Order } from '@cfw-flow/types';
import { type AskedWindow, windowText } from '../connection/asked-window.ts';
import { type Connection, connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { noteWhyEmpty } from '../connection/why-empty.ts';
import { groupLines } from '../export/write-groups.ts';
import { ExitCode, Failure } from '../failure.ts';
import { measureOf } from '../measure.ts';
import { csvLine } from '../output/csv.ts';
import { jsonLine, jsonText } from '../output/json.ts';
import { formatCount } from '../output/quantity.ts';
import { printCaption, printTable } from '../output/print-table.ts';
import { hiddenText } from '../output/table.ts';
import { type Piece, print, screenWidth } from '../output/terminal.ts';
import { printExplanation } from '../query/print-explanation.ts';
import { rankedListLines } from '../ranking/ranked-lists.ts';
import { type Ranking, readRanking } from '../ranking/ranking.ts';
import { rankingTable } from '../ranking/ranking-table.ts';
import { trafficLine } from '../trend/traffic-line.ts';

/** Options of `cfw-flow top`. */
export interface TopOptions extends ConnectionOptions {
  size: number;
  by?: Order;
  json?: boolean;
  csv?: boolean;
  ndjson?: boolean;
}

/**
 * Asks a server for rankings and prints them: of one item with the details of its groups, of several
 * items, or by a measure, without.
 */
export async function top(items: readonly Item[], options: TopOptions): Promise<void> {
  const [first, ...others] = [...new Set(items)];
  if (others.length === 0 && options.by === undefined) await topWithDetails(first!, options);
  else await topLists([first!, ...others].map(flowItem), options.by ?? Order.RECORD, options);
}

/** @throws {@link Failure} when the item can only be ranked alone */
function flowItem(item: Item): FlowItem {
  const flowItems = Object.values(FlowItem);
  const found = flowItems.find((one) => one === item);
  if (found !== undefined) return found;
  throw new Failure(
    `${item} can only be ranked alone and without --by. ` +
      `Several items, or --by, take ${flowItems.join(', ')}.`,
    ExitCode.USAGE,
  );
}

async function topWithDetails(item: Item, options: TopOptions): Promise<void> {
  const connection = await connect(options);
  const { client, query, window } = connection;
  const { data, response, traffic } = await withTraffic(
    connection,
    options,
    client.listFlowStatistic({ ...query, item, size: options.size }).withResponse(),
  );
  if (Number(data.total) === 0) await noteWhyEmpty(connection);
  if (options.json) {
    print(jsonText(data));
    return;
  }
  if (options.csv || options.ndjson) {
    const lines = options.csv ? groupLines(data.records, 'csv') : data.records.map(jsonLine);
    for (const line of lines) print(line);
    return;
  }
  const ranking = readRanking(data);
  const screen = { item, width: screenWidth(), now: Date.now() };
  const table = rankingTable(ranking, screen);
  printTable(table.lines);
  if (table.lines.length > 0) print();
  if (traffic !== undefined) print(...traffic);
  printCaption(caption(ranking, window));
  printCaption(hiddenText(table));
  if (options.explain) printExplanation(response.headers, screen.width);
}

/** An answer, and for people the traffic of its window, which is asked for at the same time. */
async function withTraffic<Answer extends object>(
  connection: Connection,
  { json, csv, ndjson }: TopOptions,
  answer: Promise<Answer>,
): Promise<Answer & { traffic: Piece[] | undefined }> {
  if (json || csv || ndjson) return { ...(await answer), traffic: undefined };
  const failure = new AbortController();
  const traffic = trafficLine(connection, failure.signal);
  try {
    return { ...(await answer), traffic: await traffic };
  } finally {
    failure.abort();
  }
}

function caption({ records, total }: Ranking, window: AskedWindow): string {
  const { agg_start_time, agg_end_time } = records[0] ?? {};
  const text = windowText(window, agg_start_time, agg_end_time);
  return `${formatCount(records.length)} of ${formatCount(total)}, ${text}`;
}

async function topLists(
  items: readonly FlowItem[],
  order: Order,
  options: TopOptions,
): Promise<void> {
  const connection = await connect(options);
  const { client, query, window } = connection;
  const { data, response, traffic } = await withTraffic(
    connection,
    options,
    client.showFlowTop({ ...query, item: [...items], order, size: options.size }).withResponse(),
  );
  if (items.every((item) => !data[item]?.length)) await noteWhyEmpty(connection);
  if (options.json) {
    print(jsonText(data));
    return;
  }
  if (options.csv || options.ndjson) {
    for (const line of listRows(data, items, options)) print(line);
    return;
  }
  const width = screenWidth();
  const lines = rankedListLines(data, items, { order, width, isTerminal: process.stdout.isTTY });
  for (const line of lines) print(...line);
  print();
  if (traffic !== undefined) print(...traffic);
  printCaption(`top ${options.size} by ${measureOf[order]}, ${windowText(window)}`);
  if (options.explain) printExplanation(response.headers, width);
}

/** A line for each entry of the lists, with the item of its list. */
function listRows(
  data: FlowTop<'bigint'>,
  items: readonly FlowItem[],
  { csv }: TopOptions,
): string[] {
  const rows = items.flatMap((item) => (data[item] ?? []).map((entry) => ({ item, ...entry })));
  if (!csv) return rows.map(jsonLine);
  return [
    csvLine(['item', 'key', 'name', 'value']),
    ...rows.map(({ item, key, name, value }) => csvLine([item, key, name ?? undefined, value])),
  ];
}
