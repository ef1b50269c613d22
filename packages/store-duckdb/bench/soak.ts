import { cp } from 'node:fs/promises';
import type { StoreWith } from '@cfw-flow/store';
import { keepAsking } from './asker.ts';
import { type Batches, openBatches } from './batches.ts';
import { bytesIn, withFolder } from './cache.ts';
import { watchEventLoop } from './event-loop.ts';
import { writeFlowLog } from './flow-log.ts';
import { prepareNames } from './named-flows.ts';
import { ingestOptions, fillOurs, openOurs } from './ours.ts';
import { openRows } from './rows.ts';
import { type Kind, kindOf, soakQuestion } from './soak-question.ts';
import { type Minute, startMinutes, tellGrowth } from './soak-table.ts';
import { firstTime, lastTime } from './traffic.ts';

/*
 * Batches as fast as they are accepted, questions of all kinds from two askers at full speed, and
 * old flows removed every minute, for as long as is wanted: memory, latency and the data directory
 * should stay as they are, once there is something to remove.
 */

const minutes = Number(process.argv[2] ?? 30);
if (!(minutes > 0)) throw new Error('usage: node bench/soak.ts [minutes, 30]');

/** Flows that the store holds at the start, and that come in before the same come again, later. */
const flows = 1_000_000;

const askers = 2;

/** What the engine may take, so that what it keeps of its file doesn't pass for growth. */
const memoryLimit = 2 * 1024 ** 3;

/** Flows that ended more than so long before the latest one, and before its day, are removed. */
const kept = 86_400_000;

/** What happened lately. */
class Tally {
  /** When the latest flow ended. */
  now = lastTime;
  held = flows;
  flows = 0;
  took = noTimes();
  readonly #loop = watchEventLoop();
  #begun = performance.now();

  /** Tells what happened since the last time. */
  async lap(directory: string): Promise<Minute> {
    const { held, took } = this;
    const seconds = (performance.now() - this.#begun) / 1000;
    const rate = this.flows / seconds;
    this.#begun = performance.now();
    this.flows = 0;
    this.took = noTimes();
    const delay = this.#loop.lap().max;
    const { rss } = process.memoryUsage();
    return { held, rate, seconds, took, rss, delay, bytes: await bytesIn(directory) };
  }

  stop(): void {
    this.#loop.stop();
  }
}

function noTimes(): Record<Kind, number[]> {
  return { '1 h': [], '1 d': [], '7 d': [], custom: [] };
}

await withFolder(async (folder) => {
  const directory = `${folder}/store`;
  await cp(await fillOurs(flows), directory, { recursive: true });
  const log = `${folder}/flows.ndjson`;
  await writeLog(log);
  const batches = await openBatches(log);
  const store = await openOurs(directory, { memoryLimit });
  const tally = new Tally();
  const stop = new AbortController();
  const atWork = [takeIn(store, batches, tally, stop.signal), ...ask(store, tally, stop.signal)];
  // What fails ends all.
  const failed = Promise.all(atWork).then((): Minute[] => []);
  const told = await Promise.race([tellMinutes(store, tally, directory), failed]);
  stop.abort();
  await Promise.all(atWork);
  tally.stop();
  await batches.close();
  await store.close();
  tellGrowth(told);
});

async function writeLog(log: string): Promise<void> {
  const rows = await openRows(flows);
  await prepareNames(rows);
  await writeFlowLog(rows, log, firstTime, lastTime);
  rows.close();
}

async function takeIn(store: StoreWith, batches: Batches, tally: Tally, stop: AbortSignal) {
  let next = batches.next();
  while (!stop.aborted) {
    const batch = await next;
    next = batches.next();
    const { flows } = await store.ingest(batch.source, ingestOptions);
    tally.now = batch.lastTime;
    tally.flows += flows;
    tally.held += flows;
  }
  await next;
}

function ask(store: StoreWith, tally: Tally, stop: AbortSignal): Promise<void>[] {
  return Array.from({ length: askers }, (_, asker) => {
    const place = (number: number) => number * askers + asker;
    return keepAsking(
      store,
      (number) => soakQuestion(place(number), tally.now),
      stop,
      ({ number, took }) => tally.took[kindOf(place(number))].push(took),
    );
  });
}

async function tellMinutes(store: StoreWith, tally: Tally, directory: string): Promise<Minute[]> {
  const told: Minute[] = [];
  const print = startMinutes();
  while (told.length < minutes) {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    tally.held -= await store.prune(tally.now - kept);
    const minute = await tally.lap(directory);
    told.push(minute);
    print(told.length, minute);
  }
  return told;
}
