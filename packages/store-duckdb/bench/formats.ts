import { mkdir, rm } from 'node:fs/promises';
import { type BareRead, readBarely } from './bare-reader.ts';
import { withFolder } from './cache.ts';
import type { Bench } from './database.ts';
import { ingestEnriched } from './enriched-ingest.ts';
import { type FileIngest, ingestFile } from './file-ingest.ts';
import type { FormatLog } from './format-logs/format-log.ts';
import { formatLogs } from './format-logs/index.ts';
import { perSecond, summarize } from './ingest-summary.ts';
import { median } from './spread.ts';
import { numbers, startTable, words } from './table.ts';
import { openFlows, writeFormatLog } from './write-format-log.ts';

/*
 * What it takes to ingest a log of each format, beside the engine's bare reader of the same files;
 * and what it takes to know more of its flows than the log says.
 */

const millions = Number(process.argv[2] ?? 1);
if (!(millions > 0) || process.argv.length > 3) {
  throw new Error('usage: node bench/formats.ts [millions of flows in each log, 1]');
}

/** How often each log is read, and ingested. */
const times = 3;

const flows = await openFlows(millions * 1_000_000);
await withFolder(async (folder) => {
  console.log(
    `${millions} M flows as a log of each format, median of ${times}. Bare: the speed as a part of\n` +
      "the engine's bare reader's. Rolled up: flows a second until they are rolled up,\n" +
      'too. Loop: the longest delays of the event loop, 99 % and all, milliseconds.\n',
  );
  const print = startTable([
    words('format', 9),
    numbers('lines/s', 7),
    numbers('flows/s', 7),
    numbers('bare'),
    numbers('rolled up'),
    numbers('bare'),
    numbers('B/flow'),
    numbers('loop', 7),
  ]);
  for (const log of formatLogs) print(await rowOf(flows, log, folder));
  console.log();
  await ingestEnriched(flows, folder, times);
});
flows.close();

async function rowOf(rows: Bench, log: FormatLog, parent: string): Promise<unknown[]> {
  const folder = `${parent}/log`;
  await mkdir(folder);
  const { path, readers } = await writeFormatLog(rows, log, folder);
  const [read, taken]: [BareRead[], FileIngest[]] = [[], []];
  for (let time = 0; time < times; time++) {
    read.push(await readBarely(readers, parent));
    taken.push(await ingestFile(path, parent));
  }
  await rm(folder, { recursive: true });
  const { lines } = read[0]!;
  const bare = median(read.map(({ took }) => took));
  const { flows: count, took, rolledUp, bytesAFlow, loop } = summarize(taken);
  return [
    log.format,
    perSecond(lines, took),
    perSecond(count, took),
    (bare / took).toFixed(2),
    perSecond(count, rolledUp),
    (bare / rolledUp).toFixed(2),
    bytesAFlow,
    loop,
  ];
}
