import { createClient } from '@cfw-flow/fetch-client';
import type {
  AssetType,
  Direction,
  FlowDetailsVO,
  ItemVO,
  Item,
  ListFlowStatisticRespData,
  LogType,
} from '@cfw-flow/types';
import { ExitCode, Failure } from './failure.ts';
import { type RangeName, rangeOf } from './options.ts';
import { formatBytes, formatCount, formatTime, formatTimeOfYear } from './quantity.ts';
import { type Column, cutTo, tableLines, tableWidth } from './table.ts';
import { harmless, print, styled } from './terminal.ts';
import stringWidth from 'string-width';

/** What `cfw-flow top` was asked for. */
export interface TopOptions {
  logType: LogType;
  range: RangeName;
  from?: number;
  to?: number;
  direction?: Direction;
  assetType?: AssetType;
  vgwId?: string[];
  size: number;
  json?: boolean;
  endpoint: string;
  project: string;
  firewall: string;
  token?: string;
}

/** Asks a server for a ranking and prints it. */
export async function top(item: Item, options: TopOptions): Promise<void> {
  const { from, to } = options;
  if ((from === undefined) !== (to === undefined)) {
    throw new Failure('--from and --to go together: give both, or a --range.', ExitCode.USAGE);
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new Failure('--from is not before --to.', ExitCode.USAGE);
  }
  const client = createClient({
    endpoint: options.endpoint,
    projectId: options.project,
    ...(options.token !== undefined && { token: options.token }),
  });
  const data = await client.listFlowStatistic({
    fw_instance_id: options.firewall,
    log_type: options.logType,
    item,
    size: options.size,
    ...(from === undefined
      ? { range: rangeOf(options.range) }
      : { start_time: from, end_time: to }),
    ...(options.direction && { direction: options.direction }),
    ...(options.assetType && { asset_type: options.assetType }),
    ...(options.vgwId && { vgw_id: options.vgwId }),
  });
  if (options.json) {
    print(JSON.stringify(data, null, 2));
    return;
  }
  const screen = { item, width: process.stdout.columns ?? 80, now: Date.now() };
  const [titles, ...lines] = rankingLines(data, screen);
  if (titles !== undefined) print(styled('bold', titles));
  for (const line of lines) print(line);
  if (lines.length > 0) print();
  print(styled('dim', caption(data, options)));
}

/** Where a ranking is shown. */
export interface Screen {
  item: Item;
  /** Places in a line. */
  width: number;
  /** Milliseconds since 1970 UTC: times of this year are shown without it. */
  now: number;
}

const LEAST_ITEM = 12;
/** Places that make a column of applications worth its while. */
const LEAST_APPS = 10;

/** A ranking as an aligned table, its titles first; nothing when it has no records. */
export function rankingLines({ records }: ListFlowStatisticRespData, screen: Screen): string[] {
  if (records.length === 0) return [];
  const year = new Date(screen.now).getFullYear();
  const ofThisYear = records.every(({ last_time }) => new Date(last_time).getFullYear() === year);
  const time = ofThisYear ? formatTimeOfYear : formatTime;
  const column = (
    title: string,
    cell: (record: FlowDetailsVO, index: number) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: records.map(cell), ...rest });
  const columns = [
    column('#', (_record, index) => String(index + 1), { align: 'right' }),
    column(screen.item, ({ item }) => harmless(item), { least: LEAST_ITEM }),
    column('sessions', ({ sessions }) => formatCount(sessions), { align: 'right' }),
    column('request', ({ request_byte }) => formatBytes(request_byte), { align: 'right' }),
    column('response', ({ response_byte }) => formatBytes(response_byte), { align: 'right' }),
    column('last seen', ({ last_time }) => time(last_time)),
  ];
  const room = screen.width - tableWidth([...columns.map(widthOf), 0]);
  const counts = column('apps', ({ apps = [] }) => apps.map(appWithCount).join(', '));
  const names = column('apps', ({ apps = [] }) => fewNames(apps, room));
  const apps = widthOf(counts) <= room ? counts : names;
  if (room >= LEAST_APPS && apps.cells.some((cell) => cell !== '')) columns.push(apps);
  return tableLines(columns, screen.width);
}

function appWithCount({ key, value }: ItemVO): string {
  return `${harmless(key)} ${formatCount(value)}`;
}

/** As many names as there is room for; a `…` stands for the others. */
function fewNames(apps: readonly ItemVO[], room: number): string {
  const names = apps.map(({ key }) => harmless(key));
  for (let few = names.length; few > 0; few -= 1) {
    const text = [...names.slice(0, few), ...(few < names.length ? ['…'] : [])].join(', ');
    if (stringWidth(text) <= room) return text;
  }
  return cutTo(names[0] ?? '', room);
}

function widthOf({ title, cells }: Column): number {
  return Math.max(stringWidth(title), ...cells.map((cell) => stringWidth(cell)));
}

function caption(data: ListFlowStatisticRespData, { from, to, range }: TopOptions): string {
  const { records, total } = data;
  const { agg_start_time, agg_end_time } = records[0] ?? {};
  const start = agg_start_time ?? from;
  const end = agg_end_time ?? to;
  const window =
    start === undefined || end === undefined
      ? `last ${range}`
      : `${formatTime(start)} to ${formatTime(end)}`;
  return `${formatCount(records.length)} of ${formatCount(total)}, window ${window}`;
}
