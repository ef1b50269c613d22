import { StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  firstBatches,
  flowsIn,
  nextStep,
  type Pace,
  readBacklog,
  type WaitingBatch,
} from './backlog.ts';
import { Queue } from './queue.ts';
import { readRolled } from './rolled.ts';
import { gatherConversations, rollUpDays, rollUpLate, rollUpParts } from './roll-up-sql.ts';
import { partsOfDay, spans } from './rollup.ts';
import { inTransaction } from './transaction.ts';

/** A day is rolled up when it is over for so long, in milliseconds: few of its flows are then late. */
const patience = 3_600_000;

/**
 * Rolls flows up, beside all other work and in steps of a second or so, each a transaction. Answers
 * are the same before and after a step.
 */
export class Roller {
  readonly #connection: DuckDBConnection;
  readonly #pace: Pace;
  readonly #queue = new Queue();
  #waiting = 0;
  #scheduled = false;
  readonly #stopping = new AbortController();
  #steps = 0;
  #failure: unknown;

  /** @param connection - of its own, closed in the end */
  constructor(connection: DuckDBConnection, pace: Pace) {
    this.#connection = connection;
    this.#pace = pace;
    this.#schedule();
  }

  /** Flows came in. */
  added(flows: number): void {
    this.#waiting += flows;
    if (this.#waiting >= this.#pace.least) this.#schedule();
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
    await this.#queue
      .add(() => this.#rollUp((backlog) => firstBatches(backlog, this.#pace.most)))
      .catch((error: unknown) => {
        this.#stopping.signal.throwIfAborted();
        throw error;
      });
  }

  /** Does work while nothing is rolled up. */
  async pausing<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    return this.#queue.add(() => work(this.#connection));
  }

  /** Ends the step under way; nothing of it is kept. */
  async stop(): Promise<void> {
    this.#stopping.abort(new StoreError('ENGINE', 'The store is closed.'));
    this.#connection.interrupt();
    await this.#queue.settled();
    this.#connection.closeSync();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const done = this.#queue.add(async () => {
      this.#scheduled = false;
      await this.#rollUp((backlog) => nextStep(backlog, this.#pace));
    });
    done.then(
      () => (this.#failure = undefined),
      (error: unknown) => (this.#failure = error),
    );
  }

  async #rollUp(choose: (backlog: WaitingBatch[]) => WaitingBatch[]): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      signal.throwIfAborted();
      const backlog = await readBacklog(this.#connection);
      this.#waiting = flowsIn(backlog);
      const step = choose(backlog);
      if (step.length === 0) break;
      await rollUpBatches(this.#connection, step.at(-1)!.batch, signal);
      this.#steps++;
    }
    while (await rollUpNextDay(this.#connection, signal));
  }
}

/** Rolls up the flows of the batches that wait, up to one of them. */
async function rollUpBatches(
  connection: DuckDBConnection,
  through: number,
  signal: AbortSignal,
): Promise<void> {
  await inTransaction(connection, async () => {
    const { through: after, daysBefore } = await readRolled(connection);
    await connection.run(gatherConversations(after, through));
    await runAll(connection, rollUpParts(), signal);
    const late = await connection.runAndReadAll(
      `SELECT 1 FROM conversations WHERE span < ${daysBefore * partsOfDay} LIMIT 1`,
    );
    if (late.currentRowCount > 0) await runAll(connection, rollUpLate(daysBefore), signal);
    await connection.run(`UPDATE rolled SET through = ${through}`);
    await connection.run('DROP TABLE conversations');
  });
}

/**
 * Rolls up the first day that is over and not rolled up as a whole.
 *
 * @returns whether there was one
 */
async function rollUpNextDay(connection: DuckDBConnection, signal: AbortSignal): Promise<boolean> {
  return inTransaction(connection, async () => {
    const { daysBefore } = await readRolled(connection);
    const reader = await connection.runAndReadAll(
      `SELECT min(span) // ${partsOfDay}, max(last_time)
       FROM totals WHERE span >= ${daysBefore * partsOfDay}`,
    );
    const [day, lastTime] = reader.getRows()[0]!;
    if (day === null) return false;
    // A clock that is ahead must not end the days of all others.
    const now = Math.min(Number(lastTime), Date.now());
    const next = Number(day) + 1;
    if (next * spans.days + patience > now) return false;
    await runAll(connection, rollUpDays(Number(day), next), signal);
    await connection.run(`UPDATE rolled SET days_before = ${next}`);
    return true;
  });
}

async function runAll(
  connection: DuckDBConnection,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const statement of statements) {
    signal.throwIfAborted();
    await connection.run(statement);
  }
}
