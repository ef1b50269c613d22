import { parseArgs } from 'node:util';
import { readBarely, tableBarely } from './bare-reader.ts';
import { type BatchIngest, ingestBatches } from './batch-ingest.ts';
import { batchSize } from './batches.ts';
import { withFolder } from './cache.ts';
import { type FileIngest, ingestFile } from './file-ingest.ts';
import { writeFlowLog } from './flow-log.ts';
import { readsJson } from './format-logs/format-log.ts';
import { ltsColumns } from './format-logs/lts.ts';
import { prepareNames } from './named-flows.ts';
import { openRows } from './rows.ts';
import { median, quantile } from './spread.ts';
import { numbers, startTable, words } from './table.ts';
import { firstTime, lastTime } from './traffic.ts';

/*
 * What it takes to ingest logs: of the engine's bare reader, of ours from a file, and of ours in
 * batches while questions are asked.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { held: { type: 'string', default: '5' } },
});
/** Flows in the log, and in the store that batches come to. */
const flows = Number(positionals[0] ?? 1) * 1_000_000;
const held = Number(values.held) * 1_000_000;
if (!(flows > 0) || !(held > 0)) {
  throw new Error(
    'usage: node bench/ingest.ts [millions of flows in the log, 1] [--held 5, millions in the store]',
  );
}

/** How often each takes the log in. */
const times = 3;

/** How long batches come: milliseconds. */
const duration = 30_000;

const readsFlows = readsJson(ltsColumns);

await withFolder(async (folder) => {
  const log = `${folder}/flows.ndjson`;
  await writeLog(log);
  const [read, table, files]: [number[], number[], FileIngest[]] = [[], [], []];
  for (let time = 0; time < times; time++) {
    read.push((await readBarely([readsFlows(log)], folder)).took);
    table.push(await tableBarely(readsFlows(log), folder));
    files.push(await ingestFile(log, folder));
  }
  const batches: [number, BatchIngest][] = [];
  for (const senders of [0, 1, 4]) {
    batches.push([senders, await ingestBatches(log, folder, held, duration, senders)]);
  }
  printIngest(median(read), median(table), files, batches);
});

async function writeLog(log: string): Promise<void> {
  const rows = await openRows(flows);
  await prepareNames(rows);
  await writeFlowLog(rows, log, firstTime, lastTime);
  rows.close();
}

function printIngest(
  read: number,
  table: number,
  files: readonly FileIngest[],
  batches: readonly [senders: number, BatchIngest][],
): void {
  console.log(
    `${flows / 1_000_000} M flows from a log, median of ${times}; then ${batchSize} a batch`,
  );
  console.log(`into a store of ${held / 1_000_000} M flows, which is asked about the last hour:\n`);
  const print = startTable([
    words('', 24),
    numbers('flows/s', 7),
    numbers('of bare'),
    numbers('B/flow'),
    numbers('loop p99/max'),
    numbers('1 h p50/p99/max'),
  ]);
  const speed = (took: number, count = flows) => {
    const perSecond = (count / took) * 1000;
    return [Math.round(perSecond), (perSecond / ((flows / read) * 1000)).toFixed(2)];
  };
  print(['bare reader', ...speed(read)]);
  print(['bare, table', ...speed(table)]);
  print(['ours, file', ...speed(median(files.map(({ took }) => took)))]);
  print([
    '… rolled up',
    ...speed(median(files.map(({ rolledUp }) => rolledUp))),
    (files[0]!.bytes / flows).toFixed(1),
    // The worst of the runs.
    wait(
      Math.max(...files.map(({ delays }) => delays.p99)),
      Math.max(...files.map(({ delays }) => delays.max)),
    ),
  ]);
  for (const [senders, { took, flows: taken, bytes, delays, questions }] of batches) {
    print([
      ['ours, only asked', 'ours, batches'][senders] ?? `ours, batches, ${senders} at once`,
      ...(senders === 0 ? ['', '', ''] : [...speed(took, taken), (bytes / taken).toFixed(1)]),
      wait(delays.p99, delays.max),
      wait(...[0.5, 0.99, 1].map((part) => quantile(questions, part))),
    ]);
  }
}

/** Milliseconds. */
function wait(...times: number[]): string {
  return times.map((time) => time.toFixed(0)).join('/');
}
