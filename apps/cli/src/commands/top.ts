import { createClient } from '@cfw-flow/fetch-client';
import type { AssetType, Direction, Item, LogType } from '@cfw-flow/types';
import {
  askingToExplain,
  explanationCaption,
  explanationLines,
  readExplanation,
} from '../ranking/explanation.ts';
import { ExitCode, Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { type RangeName, rangeOf } from '../options.ts';
import { formatBytes, formatCount, formatTime, formatTimeOfYear } from '../output/quantity.ts';
import { type Rank, type Ranking, readRanking } from '../ranking/ranking.ts';
import { type Column, cutTo, tableLines, tableWidth } from '../output/table.ts';
import { print, styled } from '../output/terminal.ts';
import stringWidth from 'string-width';

/** Options of `cfw-flow top`. */
export interface TopOptions {
  logType: LogType;
  range: RangeName;
  from?: number;
  to?: number;
  direction?: Direction;
  assetType?: AssetType;
  vgwId?: string[];
  size: number;
  explain?: boolean;
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
    ...(options.explain && { fetch: askingToExplain }),
  });
  const call = client.listFlowStatistic({
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
  const { data, response } = await call.withResponse();
  if (options.json) {
    print(JSON.stringify(data, null, 2));
    return;
  }
  const ranking = readRanking(data);
  const screen = { item, width: process.stdout.columns ?? 80, now: Date.now() };
  const [titles, ...lines] = rankingLines(ranking, screen);
  if (titles !== undefined) print(styled('bold', titles));
  for (const line of lines) print(line);
  if (lines.length > 0) print();
  print(styled('dim', caption(ranking, options)));
  if (options.explain) printExplanation(response.headers, screen.width);
}

function printExplanation(headers: Headers, width: number): void {
  const pieces = readExplanation(headers);
  print();
  if (pieces === undefined) {
    print(styled('dim', 'The server does not tell what the answer was made from.'));
    return;
  }
  if (pieces.length === 0) {
    print(styled('dim', 'made from nothing: there are no such flows'));
    return;
  }
  const [titles = '', ...lines] = explanationLines(pieces, width);
  print(styled('bold', titles));
  for (const line of lines) print(line);
  print();
  for (const line of explanationCaption(pieces)) print(styled('dim', line));
}

/** Where a ranking is shown. */
export interface Screen {
  item: Item;
  /** Places in a line. */
  width: number;
  /** Milliseconds since 1970 UTC: times of this year are shown without it. */
  now: number;
}

const MIN_ITEM = 12;
/** Stands for what an answer doesn't tell. */
const UNKNOWN = '-';
/** Places that make a column of names, types and tags worth its while. */
const MIN_ABOUT = 8;
/** Places that make a column of applications worth its while. */
const MIN_APPS = 10;

/** A ranking as an aligned table, its titles first; nothing when it has no records. */
export function rankingLines({ records }: Ranking, screen: Screen): string[] {
  if (records.length === 0) return [];
  const year = new Date(screen.now).getFullYear();
  const ofThisYear = records.every(
    ({ last_time }) => last_time === undefined || new Date(last_time).getFullYear() === year,
  );
  const time = ofThisYear ? formatTimeOfYear : formatTime;
  const column = (
    title: string,
    cell: (record: Rank, index: number) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: records.map(cell), ...rest });
  const columns = [
    column('#', (_record, index) => String(index + 1), { align: 'right' }),
    column(screen.item, ({ item = UNKNOWN }) => escapeControlChars(item), { minWidth: MIN_ITEM }),
    column('sessions', ({ sessions }) => shown(sessions, formatCount), { align: 'right' }),
    column('request', ({ request_byte }) => shown(request_byte, formatBytes), { align: 'right' }),
    column('response', ({ response_byte }) => shown(response_byte, formatBytes), {
      align: 'right',
    }),
    column('last seen', ({ last_time }) => shown(last_time, time)),
  ];
  const about = column('about', (record) => escapeControlChars(record.about.join(', ')), {
    minWidth: MIN_ABOUT,
  });
  const roomForAbout = screen.width - tableWidth([...columns.map(widthOf), 0]);
  if (roomForAbout >= MIN_ABOUT && about.cells.some((cell) => cell !== '')) columns.push(about);
  const room = screen.width - tableWidth([...columns.map(widthOf), 0]);
  const counts = column('apps', ({ apps }) => apps.map(appWithCount).join(', '));
  const names = column('apps', ({ apps }) => fewNames(apps, room));
  const apps = widthOf(counts) <= room ? counts : names;
  if (room >= MIN_APPS && apps.cells.some((cell) => cell !== '')) columns.push(apps);
  return tableLines(columns, screen.width);
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}

function appName({ key = UNKNOWN }: Rank['apps'][number]): string {
  return escapeControlChars(key);
}

function appWithCount(app: Rank['apps'][number]): string {
  return `${appName(app)} ${shown(app.value, formatCount)}`;
}

/** As many names as there is room for; a `…` stands for the others. */
function fewNames(apps: Rank['apps'], room: number): string {
  const names = apps.map(appName);
  for (let few = names.length; few > 0; few -= 1) {
    const text = [...names.slice(0, few), ...(few < names.length ? ['…'] : [])].join(', ');
    if (stringWidth(text) <= room) return text;
  }
  return cutTo(names[0] ?? '', room);
}

function widthOf({ title, cells }: Column): number {
  return Math.max(stringWidth(title), ...cells.map((cell) => stringWidth(cell)));
}

function caption(ranking: Ranking, { from, to, range }: TopOptions): string {
  const { records, total } = ranking;
  const { agg_start_time, agg_end_time } = records[0] ?? {};
  const start = agg_start_time ?? from;
  const end = agg_end_time ?? to;
  const window =
    start === undefined || end === undefined
      ? `last ${range}`
      : `${formatTime(start)} to ${formatTime(end)}`;
  return `${formatCount(records.length)} of ${formatCount(total)}, window ${window}`;
}
