import type { FlowDetail } from '@cfw-flow/fetch-client';
import type { FlowItem } from '@cfw-flow/types';
import { windowText } from '../connection/asked-window.ts';
import { connect, type Connection } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { noteWhyEmpty } from '../connection/why-empty.ts';
import { detailLines } from '../detail/detail-lines.ts';
import { type Sessions, sessionsTable } from '../detail/sessions-table.ts';
import { csvLine } from '../output/csv.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { jsonLine, jsonText } from '../output/json.ts';
import { printLabelled } from '../output/print-labelled.ts';
import { printCaption, printTable } from '../output/print-table.ts';
import { hiddenText } from '../output/table.ts';
import { print, screenWidth, styled } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import { printExplanation } from '../query/print-explanation.ts';

/** Options of `cfw-flow detail`. */
export interface DetailOptions extends ConnectionOptions {
  json?: boolean;
  csv?: boolean;
  ndjson?: boolean;
}

/** Asks a server for the details of a group, and prints them with its top sessions. */
export async function detail(item: FlowItem, value: string, options: DetailOptions): Promise<void> {
  const connection = await connect(options);
  const { data, response } = await connection.client
    .showFlowDetail({ ...connection.query, item, value })
    .withResponse();
  const isEmpty = data.records.length === 0 && Number(data.sessions ?? 0) === 0;
  if (isEmpty) await noteWhyEmpty(connection);
  if (options.json) {
    print(jsonText(data));
    return;
  }
  if (options.ndjson) {
    for (const record of data.records) print(jsonLine(record));
    return;
  }
  if (options.csv) {
    printCsv(data.records);
    return;
  }
  const width = screenWidth();
  const name = escapeControlChars(`${item} ${value}`);
  if (isEmpty) printNothing(name, item, width, connection);
  else printDetail(name, data, item, width, connection);
  if (options.explain) printExplanation(response.headers, width);
}

function printDetail(
  name: string,
  data: FlowDetail<'bigint'>,
  item: FlowItem,
  width: number,
  { window }: Connection,
): void {
  print(styled('bold', name));
  printLabelled(detailLines(data));
  const table = sessionsTable(data.records, { item, width, now: Date.now() });
  if (data.records.length > 0) {
    print();
    printTable(table.lines);
  }
  print();
  printCaption(`top ${data.records.length} by sessions, ${windowText(window)}`);
  printCaption(hiddenText(table));
}

/** An unknown value is no error of the API, but mostly one of the question. */
function printNothing(
  name: string,
  item: FlowItem,
  width: number,
  { window, query }: Connection,
): void {
  const text = `No flow has ${name} (${windowText(window)}).`;
  const advice =
    `Check its spelling, the window, --log-type and other options that narrow the flows. ` +
    `\`cfw-flow top ${item} --log-type ${query.log_type}\` lists what there is.`;
  for (const line of wrapTo(text, width)) print(line);
  printCaption(advice);
}

/** The columns of CSV, in an order that stays. */
const csvColumns = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_id',
  'src_region_name',
  'src_device_name',
  'src_associate_instance_type',
  'dst_region_id',
  'dst_region_name',
  'dst_device_name',
  'dst_associate_instance_type',
  'sessions',
  'bytes',
  'request_byte',
  'response_byte',
  'start_time',
  'end_time',
] as const satisfies readonly (keyof Sessions)[];

function printCsv(records: readonly Sessions[]): void {
  print(csvLine(csvColumns));
  for (const record of records) print(csvLine(csvColumns.map((name) => record[name] ?? undefined)));
}
