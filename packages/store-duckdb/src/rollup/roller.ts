import type { DuckDBConnection } from '@duckdb/node-api';
import { endingWith, type Connection } from '../database/connection.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Threads } from '../database/threads.ts';
import { Queue, StoreError } from '@cfw-flow/store';
import { firstBatches, nextStep, type Pace, readBacklog, type PendingBatch } from './backlog.ts';
import {
  ofTime,
  rollUpDays,
  rollUpHours,
  rollUpLate,
  rollUpMinutes,
  rollUpTenMinutes,
} from './roll-up-sql.ts';
import { portions } from './portions.ts';
import { readRolled } from '../schema/rolled.ts';
import { hoursOfDay, type Level, rollupsOf, spans, totalsTables } from '../schema/rollup-tables.ts';

/** What is over for so long, in milliseconds, comes to the daily tables: few of its flows are then late. */
const patience = 3_600_000;

/**
 * Hours of a day under way come to the daily tables when they have as many flows as so many steps:
 * much more than a question reads fast from hourly aggregates.
 */
const stepsOfDay = 4;

/** Chooses the batches that are rolled up next by the spans of a level, if any. */
type Choice = (backlog: readonly PendingBatch[], level: Level) => readonly PendingBatch[];

/**
 * Rolls flows up, beside all other work and in steps of a second or so, each a transaction. Answers
 * are the same before and after a step.
 */
export class Roller {
  readonly #connection: DuckDBConnection;
  readonly #pace: Pace;
  readonly #threads: Threads;
  readonly #queue = new Queue();
  /** Flows that came in since it was last looked for something to do. */
  #unseen = 0;
  #scheduled = false;
  readonly #stopping = new AbortController();
  #steps = 0;
  #failure: unknown;

  /** @param connection - of its own, closed in the end */
  constructor(connection: DuckDBConnection, pace: Pace, threads: Threads) {
    this.#connection = connection;
    this.#pace = pace;
    this.#threads = threads;
    this.#schedule();
  }

  /** Flows came in. */
  added(flows: number): void {
    this.#unseen += flows;
    if (this.#unseen >= this.#pace.look) this.#schedule();
  }

  /** Steps done so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Why the last step failed, when it did. It is tried again when flows come in. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Rolls up all that waits. */
  async rollUpAll(): Promise<void> {
    await this.#rollUp((backlog) => firstBatches(backlog, this.#pace.max));
  }

  /** Does work while nothing is rolled up. */
  async pausing<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#queue.add(() => work(this.#connection));
  }

  /** Ends the step under way; nothing of it is kept. */
  async stop(): Promise<void> {
    this.#stopping.abort(new StoreError('ENGINE', 'The store is closed.'));
    await this.#queue.settled();
    this.#connection.closeSync();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A failure is kept for who asks how far the rollups are.
    this.#rollUp((backlog, level) => nextStep(backlog, level, this.#pace)).catch(() => undefined);
  }

  /** Other work may come between two steps. */
  async #rollUp(choose: Choice): Promise<void> {
    const step = () => this.#threads.beside(() => this.#step(choose));
    try {
      while (await this.#queue.add(step)) this.#steps++;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** @returns whether there was something to do */
  async #step(choose: Choice): Promise<boolean> {
    this.#scheduled = false;
    this.#unseen = 0;
    return endingWith(this.#stopping.signal, this.#connection, (connection) =>
      rollUpStep(connection, choose, this.#pace),
    );
  }
}

/** Rolls up all that waits, where nobody else does. */
export async function rollUpAll(connection: Connection, pace: Pace): Promise<void> {
  const choose: Choice = (backlog) => firstBatches(backlog, pace.max);
  while (await rollUpStep(connection, choose, pace));
}

/**
 * Rolls up some batches by ten minutes or by the hour, or the next days when there are none.
 *
 * @returns whether there was something to do
 */
async function rollUpStep(connection: Connection, choose: Choice, pace: Pace): Promise<boolean> {
  const { watermark, recentWatermark } = await readRolled(connection);
  const backlog = await readBacklog(connection, Math.min(watermark, recentWatermark));
  const lastOf = (level: Level, after: number) =>
    choose(
      backlog.filter(({ batch }) => batch > after),
      level,
    ).at(-1)?.batch;
  const lastRecent = lastOf('ten-minutes', recentWatermark);
  if (lastRecent !== undefined) await rollUpRecent(connection, lastRecent, timeOf(pace));
  const last = lastOf('hours', watermark);
  if (last !== undefined) await rollUpBatches(connection, last);
  if (lastRecent !== undefined || last !== undefined) return true;
  return rollUpNextDays(connection, pace);
}

/** Rolls up the flows of the batches that wait, up to one of them, by minutes and by ten minutes. */
async function rollUpRecent(connection: Connection, last: number, now: number): Promise<void> {
  await inTransaction(connection, async () => {
    const { recentWatermark, recentFrom } = await readRolled(connection);
    // The hour under way and the one before, in which the last hour begins.
    const hourBefore = (Math.floor(now / spans.hours) - 1) * spans.hours;
    const from = Math.max(recentFrom, hourBefore);
    if (from > recentFrom) await dropRecent(connection, ofTime('ten-minutes', 0, from));
    const flows = `batch > ${recentWatermark} AND batch <= ${last}`;
    await connection.run(rollUpMinutes(flows));
    const recent = `${flows} AND ${ofTime('flows', from)}`;
    if (await hasFlows(connection, recent)) await runAll(connection, rollUpTenMinutes(recent));
    await connection.run(`UPDATE rolled SET recent_watermark = ${last}, recent_from = ${from}`);
  });
}

async function dropRecent(connection: Connection, spans: string): Promise<void> {
  for (const { name } of rollupsOf('ten-minutes')) {
    await connection.run(`DELETE FROM ${name} WHERE ${spans}`);
  }
}

/** Rolls up the flows of the batches that wait, up to one of them, by the hour. */
async function rollUpBatches(connection: Connection, last: number): Promise<void> {
  await inTransaction(connection, async () => {
    const { watermark, hoursBefore } = await readRolled(connection);
    const flows = `batch > ${watermark} AND batch <= ${last}`;
    await runAll(connection, rollUpHours(flows));
    const late = `${flows} AND end_time < ${hoursBefore * spans.hours}`;
    if (await hasFlows(connection, late)) await runAll(connection, rollUpLate(late));
    await connection.run(`UPDATE rolled SET watermark = ${last}`);
  });
}

async function hasFlows(connection: Connection, flows: string): Promise<boolean> {
  const reader = await connection.runAndReadAll(`SELECT 1 FROM flows WHERE ${flows} LIMIT 1`);
  return reader.currentRowCount > 0;
}

/**
 * Adds the next hours to the daily tables: those of as many days that are over as make a step, else
 * those of the day under way when they are many.
 *
 * @returns whether there were any
 */
async function rollUpNextDays(connection: Connection, pace: Pace): Promise<boolean> {
  return inTransaction(connection, async () => {
    const { hoursBefore } = await readRolled(connection);
    const end = nextDailyEnd(await readHours(connection, hoursBefore), pace);
    if (end === undefined) return false;
    const hours = `span >= ${hoursBefore} AND span < ${end}`;
    await runAll(connection, rollUpDays(hours));
    await connection.run(`UPDATE rolled SET hours_before = ${end}`);
    return true;
  });
}

/** Flows of an hour, numbered from 1970 UTC. */
interface Hour {
  readonly hour: number;
  readonly flows: number;
  readonly lastTime: number;
}

/** The hours that are not in the daily tables yet, in their order. */
async function readHours(connection: Connection, first: number): Promise<Hour[]> {
  const reader = await connection.runAndReadAll(
    `SELECT span, sum(sessions), max(last_time) FROM ${totalsTables.hours}
     WHERE span >= ${first} GROUP BY span ORDER BY span`,
  );
  return reader.getRows().map((row) => {
    const [hour, flows, lastTime] = row.map(Number) as [number, number, number];
    return { hour, flows, lastTime };
  });
}

/** The hour before which everything comes to the daily tables next, if anything. */
function nextDailyEnd(hours: readonly Hour[], pace: Pace): number | undefined {
  // A clock that is ahead must not end the days of all others.
  const latest = Math.min(hours.at(-1)?.lastTime ?? 0, timeOf(pace));
  const over = Math.floor((latest - patience) / spans.hours);
  const endOfDays = Math.floor(over / hoursOfDay) * hoursOfDay;
  const [step] = portions(
    hours.filter(({ hour }) => hour < endOfDays),
    pace.max,
  );
  if (step !== undefined) return (Math.floor(step.at(-1)!.hour / hoursOfDay) + 1) * hoursOfDay;
  const flows = hours.reduce((sum, one) => sum + (one.hour < over ? one.flows : 0), 0);
  return flows >= stepsOfDay * pace.max ? over : undefined;
}

function timeOf({ now = Date.now }: Pace): number {
  return now();
}

async function runAll(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}
