import { cp, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { StoreWith } from '@cfw-flow/store';
import { keepAsking } from './asker.ts';
import { type Batches, openBatches } from './batches.ts';
import { bytesIn } from './cache.ts';
import { type Delays, watchEventLoop } from './event-loop.ts';
import { ingestOptions, fillOurs, openOurs } from './ours.ts';
import { items, type Question, usual } from './question.ts';
import { lastTime } from './traffic.ts';

/** What it took to take batches into a store of ours that was asked questions meanwhile. */
export interface BatchIngest {
  /** Flows ingested, and the milliseconds that it took. */
  flows: number;
  took: number;
  delays: Delays;
  /** Bytes by which the data directory grew. */
  bytes: number;
  /** Milliseconds of each question. */
  questions: number[];
}

const hour = 3_600_000;

/**
 * Takes batches of a log into a copy of a store of ours, as fast as they are accepted for so many
 * milliseconds, while questions about the last hour are asked one after another.
 *
 * @param senders - how many batches are on their way at a time; with none, questions are all there is
 */
export async function ingestBatches(
  log: string,
  folder: string,
  held: number,
  duration: number,
  senders: number,
): Promise<BatchIngest> {
  const directory = `${folder}/batches`;
  await cp(await fillOurs(held), directory, { recursive: true });
  const before = await bytesIn(directory);
  // Flows come as they end: the last one has just ended.
  const clock = { now: lastTime };
  const store = await openOurs(directory, {}, () => clock.now);
  const batches = await openBatches(log);
  const questions: number[] = [];
  const loop = watchEventLoop();
  const taken = await whileAsked(store, batches, clock, { duration, senders }, (took) =>
    questions.push(took),
  );
  const delays = loop.lap();
  loop.stop();
  await batches.close();
  await store.close();
  const bytes = (await bytesIn(directory)) - before;
  await rm(directory, { recursive: true });
  return { ...taken, delays, bytes, questions };
}

async function whileAsked(
  store: StoreWith,
  batches: Batches,
  clock: { now: number },
  { duration, senders }: { duration: number; senders: number },
  tell: (took: number) => void,
): Promise<{ flows: number; took: number }> {
  const stop = new AbortController();
  const asking = keepAsking(
    store,
    (number) => lastHour(clock.now, number),
    stop.signal,
    ({ took }) => tell(took),
  );
  const start = performance.now();
  let flows = 0;
  // Each sender sends a batch when its last one is ingested. The next one is read meanwhile.
  let next = batches.next();
  const send = async () => {
    while (performance.now() - start < duration) {
      const batch = next;
      next = batch.then(() => batches.next());
      const { source, lastTime: end } = await batch;
      const report = await store.ingest(source, ingestOptions);
      flows += report.flows;
      clock.now = Math.max(clock.now, end);
    }
  };
  await Promise.all([setTimeout(duration), ...Array.from({ length: senders }, send)]);
  const took = performance.now() - start;
  stop.abort();
  await Promise.all([asking, next]);
  return { flows, took };
}

/** All items in turns. The end is moved a little, so that no answer is known already. */
function lastHour(now: number, number: number): Question {
  const end = now + 1 + (number % 1000);
  return usual(items[number % items.length]!, { start: end - hour, end });
}
