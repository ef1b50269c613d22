import { createClient } from '@cfw-flow/fetch-client';
import type { AssetType, Direction, Item, LogType } from '@cfw-flow/types';
import { ExitCode, Failure } from '../failure.ts';
import { type RangeName, rangeOf } from '../options.ts';
import { formatCount, formatTime } from '../output/quantity.ts';
import { print, styled } from '../output/terminal.ts';
import {
  explanationCaption,
  explanationLines,
  fetchWithExplanation,
  readExplanation,
} from '../ranking/explanation.ts';
import { type Ranking, readRanking } from '../ranking/ranking.ts';
import { rankingLines } from '../ranking/ranking-table.ts';
import { type TokenOptions, tokenFrom } from '../token.ts';

/** Options of `cfw-flow top`. */
export interface TopOptions extends TokenOptions {
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
}

/** Asks a server for a ranking and prints it. */
export async function top(item: Item, options: TopOptions): Promise<void> {
  checkWindow(options);
  const { data, response } = await ask(item, options);
  if (options.json) {
    print(JSON.stringify(data, null, 2));
    return;
  }
  const ranking = readRanking(data);
  const screen = { item, width: process.stdout.columns || 80, now: Date.now() };
  const [titles, ...lines] = rankingLines(ranking, screen);
  if (titles !== undefined) print(styled('bold', titles));
  for (const line of lines) print(line);
  if (lines.length > 0) print();
  print(styled('dim', caption(ranking, options)));
  if (options.explain) printExplanation(response.headers, screen.width);
}

function checkWindow({ from, to }: TopOptions): void {
  if ((from === undefined) !== (to === undefined)) {
    throw new Failure('--from and --to go together: give both, or a --range.', ExitCode.USAGE);
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new Failure('--from is not before --to.', ExitCode.USAGE);
  }
}

async function ask(item: Item, options: TopOptions) {
  const { from, to } = options;
  const token = await tokenFrom(options);
  const client = createClient({
    endpoint: options.endpoint,
    projectId: options.project,
    ...(token !== undefined && { token }),
    ...(options.explain && { fetch: fetchWithExplanation }),
  });
  const call = client.listFlowStatistic({
    fw_instance_id: options.firewall,
    log_type: options.logType,
    item,
    size: options.size,
    ...(from === undefined || to === undefined
      ? { range: rangeOf(options.range) }
      : { start_time: from, end_time: to }),
    ...(options.direction && { direction: options.direction }),
    ...(options.assetType && { asset_type: options.assetType }),
    ...(options.vgwId && { vgw_id: options.vgwId }),
  });
  return call.withResponse();
}

function printExplanation(headers: Headers, width: number): void {
  const segments = readExplanation(headers);
  print();
  if (segments === undefined) {
    print(styled('dim', 'The server does not say what the answer was made from.'));
    return;
  }
  if (segments.length === 0) {
    print(styled('dim', 'made from nothing: there are no such flows'));
    return;
  }
  const [titles = '', ...lines] = explanationLines(segments, width);
  print(styled('bold', titles));
  for (const line of lines) print(line);
  print();
  for (const line of explanationCaption(segments)) print(styled('dim', line));
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
