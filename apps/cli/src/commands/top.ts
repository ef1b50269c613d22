import type { Item } from '@cfw-flow/types';
import { jsonText } from '../output/json.ts';
import { formatCount } from '../output/quantity.ts';
import { print, styled } from '../output/terminal.ts';
import { askServer } from '../query/ask-server.ts';
import { printExplanation } from '../query/print-explanation.ts';
import { type QueryOptions, windowText } from '../query/query-options.ts';
import { type Ranking, readRanking } from '../ranking/ranking.ts';
import { rankingLines } from '../ranking/ranking-table.ts';

/** Options of `cfw-flow top`. */
export interface TopOptions extends QueryOptions {
  size: number;
}

/** Asks a server for a ranking and prints it. */
export async function top(item: Item, options: TopOptions): Promise<void> {
  const { data, response } = await askServer(options, (client, shared) =>
    client.listFlowStatistic({ ...shared, item, size: options.size }),
  );
  if (options.json) {
    print(jsonText(data));
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

function caption({ records, total }: Ranking, options: TopOptions): string {
  const { agg_start_time, agg_end_time } = records[0] ?? {};
  const window = windowText(options, agg_start_time, agg_end_time);
  return `${formatCount(records.length)} of ${formatCount(total)}, ${window}`;
}
