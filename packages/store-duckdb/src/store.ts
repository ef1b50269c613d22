import { mkdir, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type IngestOptions,
  type IngestReport,
  type AskOptions,
  type BackupOptions,
  type BackupReport,
  type Enrichment,
  type Explanation,
  type FirewallSummary,
  type FlowSource,
  type FlowStatistic,
  type FlowStore,
  noEnrichment,
  type ReEnrichOptions,
  type ReEnrichReport,
  type StatisticQuery,
  StoreError,
  type StoreStatus,
  type Verification,
  type VerifyOptions,
} from '@cfw-flow/store';
import type { DuckDBInstance } from '@duckdb/node-api';
import { Desk } from './answers/desk.ts';
import { explain } from './answers/explain.ts';
import { firewalls } from './answers/firewalls.ts';
import { statistic } from './answers/statistic.ts';
import { status } from './answers/status.ts';
import { backUp } from './backup/backup.ts';
import { countAcknowledged } from './database/commit-counter.ts';
import { openDatabase } from './database/database.ts';
import { explainEngineError } from './database/engine-error.ts';
import { createMemoryFolder, removeEngineFiles } from './database/leftovers.ts';
import { checkLimits, lateAnswer } from './database/limits.ts';
import { privateFolder, takeRightsOfOthers } from './database/rights.ts';
import { prepareSchema } from './database/schema.ts';
import { endingWith, type Connection } from './database/connection.ts';
import { Threads } from './database/threads.ts';
import { walSize } from './database/wal.ts';
import type { Intake } from './ingest/intake.ts';
import { appendBatches, type Waiting } from './ingest/append-batches.ts';
import { appendSource } from './ingest/append-source.ts';
import { DeadLetters } from './ingest/dead-letters.ts';
import { Queue } from './queue.ts';
import { type Pace, usualPace } from './rollups/backlog.ts';
import { freeRoom, prune } from './rollups/prune.ts';
import { readLastBatch } from './rollups/rolled.ts';
import { Roller } from './rollups/roller.ts';
import { spans } from './rollups/rollup.ts';
import { verify } from './rollups/verify.ts';
import { Together } from './together.ts';
import { type DayOfFlows, daysOfFlows, reEnrichDay } from './re-enrich/re-enrich.ts';

/** Where a store keeps its flows, and what it may use. */
export interface DuckdbStoreOptions {
  /**
   * Data directory, created when it isn't there; in memory when left out. Nobody but its owner may read
   * what is in it: a directory that others may enter is closed to them, unless it has other files, too.
   */
  directory?: string;
  /**
   * Most memory of the engine, in bytes, at least 256 MiB; half of the machine's when left out. What
   * needs more goes to temporary files beside the database, or fails.
   */
  memoryLimit?: number;
  /** Longest time from a question to its answer, in milliseconds; 30 000 when left out. */
  deadline?: number;
  /**
   * What is known of addresses and hosts beside the logs: regions where a log names none, and threat
   * lists. Asked when a source or a `re-enrich` begins, all flows of which are held against the same;
   * nothing is known when left out.
   */
  enrichment?: () => Enrichment;
  /**
   * Told, in a sentence, what the operator should know and nothing fails of: that other users could
   * read the data directory, say.
   */
  onWarning?: (message: string) => void;
}

/**
 * Opens a store on DuckDB. One process at a time can have a data directory open.
 *
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_INCOMPATIBLE`, `DATA_DAMAGED` or `ENGINE`
 * @throws RangeError when a limit is none
 */
export async function openDuckdbStore(options: DuckdbStoreOptions = {}): Promise<FlowStore> {
  return openStore(options, usualPace);
}

/** Opens a store whose rollups keep a pace of their own. */
export async function openStore(options: DuckdbStoreOptions, pace: Pace): Promise<FlowStore> {
  const { directory, memoryLimit = Math.floor(totalmem() / 2), deadline = 30_000 } = options;
  const limits = { memoryLimit, deadline };
  checkLimits(limits);
  if (directory !== undefined) await tellRights(directory, options.onWarning);
  const temporary = directory === undefined ? await createMemoryFolder() : undefined;
  const database = await openDatabase(directory ?? { temporary: temporary! }, memoryLimit);
  const writer = await database.connect();
  try {
    await prepareSchema(writer, directory ?? 'The database');
    if (directory !== undefined) {
      await countAcknowledged(writer, directory);
      await removeEngineFiles(directory);
    }
    const spool = temporary ?? (await createSpool(directory!));
    const { enrichment } = options;
    const lastBatch = await readLastBatch(writer);
    const intake: Intake = {
      connection: writer,
      spool,
      limits,
      enrichment,
      letters: new DeadLetters(directory),
      lastBatch,
      committed: () => {},
    };
    const threads = await Threads.open(await database.connect());
    const roller = new Roller(await database.connect(), pace, threads);
    return new DuckdbStore(directory, database, threads, intake, roller);
  } catch (error) {
    // As long as a connection is open, so is the file.
    writer.closeSync();
    database.closeSync();
    const advice = 'The data stay as they were. Give it more once.';
    throw explainEngineError(error, { directory, memoryLimit }, advice);
  }
}

/** Where lines wait for the engine to read them. */
async function createSpool(directory: string): Promise<string> {
  const spool = join(directory, 'spool');
  // What a killed process left there, which nobody reads.
  await rm(spool, { recursive: true, force: true });
  await mkdir(spool, { mode: privateFolder });
  return spool;
}

async function tellRights(
  directory: string,
  onWarning: DuckdbStoreOptions['onWarning'],
): Promise<void> {
  const warning = await takeRightsOfOthers(directory);
  if (warning !== undefined) onWarning?.(warning);
}

type Question<Answer> = (connection: Connection) => Promise<Answer>;

/**
 * One question can use all cores: more of them at once take more memory and get no faster. Two leave
 * room for the ingest and the rollups among the four threads that Node has for such work.
 */
const questionsAtOnce = 2;

/** Questions come between: a tenth of a second, or two, for all of them. */
const batchesAtOnce = 4;

/** A console that is looked at by a few people asks a few dozen questions again and again. */
const answersKept = 100;

class DuckdbStore implements FlowStore {
  readonly #directory: string | undefined;
  readonly #database: DuckDBInstance;
  readonly #threads: Threads;
  readonly #intake: Intake;
  readonly #appends = new Queue();
  readonly #batches: Together<Waiting, IngestReport>;
  readonly #roller: Roller;
  readonly #desk: Desk;
  /** A verification or a backup reads everything, so that there is one at a time. */
  readonly #readings = new Queue();
  /** Whether there is room to be freed that one of them kept. */
  #isRoomKept = false;
  readonly #closing = new AbortController();

  constructor(
    directory: string | undefined,
    database: DuckDBInstance,
    threads: Threads,
    intake: Intake,
    roller: Roller,
  ) {
    this.#directory = directory;
    this.#database = database;
    this.#threads = threads;
    this.#intake = intake;
    this.#roller = roller;
    this.#batches = new Together(this.#appends, batchesAtOnce, (batches) =>
      threads.beside(() => appendBatches(intake, batches)),
    );
    intake.committed = (flows) => {
      this.#desk.forget();
      this.#roller.added(flows);
    };
    this.#desk = new Desk({
      atOnce: questionsAtOnce,
      deadline: intake.limits.deadline,
      kept: answersKept,
      late: () => lateAnswer(intake.limits),
    });
  }

  async ingest(source: FlowSource, options: IngestOptions): Promise<IngestReport> {
    this.#refuseWhenClosed();
    const report =
      source.identity === undefined
        ? this.#appends.add(() =>
            this.#threads.beside(() => appendSource(this.#intake, source, options)),
          )
        : this.#batches.add({ source, options });
    return report.catch((error: unknown) => {
      throw this.#explain(
        error,
        'The rest of this log was not ingested. Give it more, and ingest it again.',
      );
    });
  }

  statistic(query: StatisticQuery, options?: AskOptions): Promise<FlowStatistic> {
    return this.#ask(
      `statistic ${JSON.stringify(query)}`,
      (connection) => statistic(connection, query),
      options,
    );
  }

  explain(query: StatisticQuery, options?: AskOptions): Promise<Explanation> {
    const name = `explain ${JSON.stringify(query)} after ${this.#roller.steps}`;
    return this.#ask(name, (connection) => explain(connection, query), options);
  }

  firewalls(options?: AskOptions): Promise<FirewallSummary[]> {
    return this.#ask('firewalls', firewalls, options);
  }

  async status(options?: AskOptions): Promise<StoreStatus> {
    const { failure, steps } = this.#roller;
    const inFile = await this.#ask(`status after ${steps}`, status, options);
    const inLog = this.#directory === undefined ? 0 : await walSize(this.#directory);
    const held = { ...inFile, bytes: inFile.bytes + inLog };
    if (failure === undefined) return held;
    const { message } = this.#explain(failure, 'Give it more.') as Error;
    return { ...held, failure: message };
  }

  async rollUp(): Promise<void> {
    this.#refuseWhenClosed();
    await this.#roller.rollUpAll().catch((error: unknown) => {
      throw this.#explain(error, 'What came in stays. Give it more.');
    });
  }

  async verify(options: VerifyOptions = {}): Promise<Verification> {
    this.#refuseWhenClosed();
    return this.#readAll(
      (connection) => verify(connection, options.onProgress),
      options.signal,
      'Give it more.',
    );
  }

  async backup(directory: string, options: BackupOptions = {}): Promise<BackupReport> {
    this.#refuseWhenClosed();
    return this.#readAll(
      (connection, signal) => backUp(connection, directory, { ...options, signal }),
      options.signal,
      'Nothing of the backup is kept. Give it more.',
    );
  }

  /** Reads everything, as it is at one moment. */
  async #readAll<Result>(
    read: (connection: Connection, signal: AbortSignal) => Promise<Result>,
    ended: AbortSignal | undefined,
    advice: string,
  ): Promise<Result> {
    const signal = AbortSignal.any([this.#closing.signal, ...(ended ? [ended] : [])]);
    try {
      return await this.#readings.add(async () => {
        signal.throwIfAborted();
        return this.#answer((connection) => read(connection, signal), signal, advice);
      });
    } finally {
      // Should that fail, it is done with the next checkpoint.
      if (this.#isRoomKept) await this.#freeRoom().catch(() => undefined);
    }
  }

  async prune(before: number): Promise<number> {
    this.#refuseWhenClosed();
    if (!Number.isFinite(before)) throw new RangeError(`${before} is not a time in milliseconds`);
    const day = Math.floor(before / spans.days);
    try {
      const removed = await this.#roller.pausing((connection) =>
        this.#threads.beside(() => prune(connection, day)),
      );
      this.#desk.forget();
      if (removed > 0) await this.#freeRoom();
      return removed;
    } catch (error) {
      throw this.#explain(error, 'Flows may be left that are too old. Give it more.');
    }
  }

  async reEnrich({ onProgress, signal }: ReEnrichOptions = {}): Promise<ReEnrichReport> {
    this.#refuseWhenClosed();
    const enrichment = this.#intake.enrichment?.() ?? noEnrichment;
    const report = { flows: 0, changed: 0 };
    try {
      const days = await this.#betweenAppends(daysOfFlows);
      const all = days.reduce((sum, { flows }) => sum + flows, 0);
      for (const one of days) {
        signal?.throwIfAborted();
        report.changed += await this.#reEnrichDay(one, enrichment);
        report.flows += one.flows;
        onProgress?.(report.flows / all);
      }
      if (report.changed > 0) await this.#freeRoom();
    } catch (error) {
      throw this.#explain(error, 'Days before stay as they are now tagged. Give it more.');
    }
    return report;
  }

  async #reEnrichDay({ day }: DayOfFlows, enrichment: Enrichment): Promise<number> {
    const changed = await this.#betweenAppends((connection) =>
      this.#roller.pausing(() => reEnrichDay(connection, day, enrichment)),
    );
    this.#desk.forget();
    return changed;
  }

  async #betweenAppends<Result>(
    work: (connection: Intake['connection']) => Promise<Result>,
  ): Promise<Result> {
    return this.#appends.add(async () => {
      this.#refuseWhenClosed();
      return this.#threads.beside(() => work(this.#intake.connection));
    });
  }

  /** What reads everything meanwhile keeps the room, and frees it afterwards. */
  async #freeRoom(): Promise<void> {
    await this.#whileIdle(async (connection) => {
      this.#isRoomKept = !(await freeRoom(connection));
    });
  }

  /** Does work between two appends, two steps of the roller and two questions. */
  async #whileIdle(work: (connection: Connection) => Promise<void>): Promise<void> {
    await this.#appends.add(() =>
      this.#roller.pausing((connection) =>
        this.#desk.pausing(async () => {
          // Its turn may come when all is closed.
          if (!this.#closing.signal.aborted) await work(connection);
        }),
      ),
    );
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(closed());
    await Promise.all([
      this.#appends.settled(),
      this.#desk.settled(),
      this.#readings.settled(),
      this.#roller.stop(),
    ]);
    await this.#threads.close();
    const damage = await this.#checkpoint();
    this.#intake.connection.closeSync();
    this.#database.closeSync();
    await rm(this.#intake.spool, { recursive: true, force: true });
    if (damage !== undefined) throw damage;
  }

  /**
   * Does what the engine does when it is closed, which says nothing when it can't.
   *
   * @returns the error of a damaged database; anything else leaves what is in the WAL there
   */
  async #checkpoint(): Promise<StoreError | undefined> {
    if (this.#directory === undefined || (await walSize(this.#directory)) === 0) return undefined;
    try {
      await this.#intake.connection.run('CHECKPOINT');
      return undefined;
    } catch (error) {
      const explained = this.#explain(error, '');
      const isDamage = explained instanceof StoreError && explained.code === 'DATA_DAMAGED';
      return isDamage ? explained : undefined;
    }
  }

  async #ask<Answer>(
    name: string,
    question: Question<Answer>,
    { signal }: AskOptions = {},
  ): Promise<Answer> {
    this.#refuseWhenClosed();
    return this.#desk.ask(name, (ended) => this.#answer(question, ended), signal);
  }

  /** Every question has a connection of its own, and with it a view of its own. */
  async #answer<Answer>(
    question: Question<Answer>,
    signal: AbortSignal,
    advice = 'Ask about a shorter window, or give it more.',
  ): Promise<Answer> {
    const connection = await this.#database.connect();
    try {
      return await this.#threads.beside(() => endingWith(signal, connection, question));
    } catch (error) {
      throw this.#explain(error, advice);
    } finally {
      connection.closeSync();
    }
  }

  #explain(error: unknown, advice: string): unknown {
    const { memoryLimit } = this.#intake.limits;
    return explainEngineError(error, { directory: this.#directory, memoryLimit }, advice);
  }

  #refuseWhenClosed(): void {
    this.#closing.signal.throwIfAborted();
  }
}

function closed(): StoreError {
  return new StoreError('ENGINE', 'The store is closed.');
}
