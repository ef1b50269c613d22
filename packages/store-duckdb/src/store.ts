import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type AppendOptions,
  type AppendReport,
  type AskOptions,
  type FirewallSummary,
  type FlowSource,
  type FlowStatistic,
  type FlowStore,
  type StatisticQuery,
  StoreError,
} from '@cfw-flow/store';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { appendSource } from './append.ts';
import { openDatabase } from './database.ts';
import { firewalls } from './firewalls.ts';
import { Desk } from './desk.ts';
import { checkLimits, explainShortage, lateAnswer, type Limits } from './limits.ts';
import { prepareSchema } from './schema.ts';
import { statistic } from './statistic.ts';

/** Where a store keeps its flows, and what it may use. */
export interface DuckdbStoreOptions {
  /** Data directory, created when it isn't there; in memory when left out. */
  directory?: string;
  /**
   * Most memory of the engine, in bytes, at least 256 MiB; half of the machine's when left out. What
   * needs more goes to temporary files beside the database, or fails.
   */
  memoryLimit?: number;
  /** Longest time from a question to its answer, in milliseconds; 30 000 when left out. */
  deadline?: number;
}

/**
 * Opens a store on DuckDB. One process at a time can have a data directory open.
 *
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_INCOMPATIBLE` or `ENGINE`
 * @throws RangeError when a limit is none
 */
export async function openDuckdbStore(options: DuckdbStoreOptions = {}): Promise<FlowStore> {
  const { directory, memoryLimit = Math.floor(totalmem() / 2), deadline = 30_000 } = options;
  const limits = { memoryLimit, deadline };
  checkLimits(limits);
  const temporary =
    directory === undefined ? await mkdtemp(join(tmpdir(), 'cfw-flow-')) : undefined;
  const database = await openDatabase(directory ?? { temporary: temporary! }, memoryLimit);
  try {
    const writer = await database.connect();
    await prepareSchema(writer, directory ?? 'The database').catch((error: unknown) => {
      const advice = 'The data stay as they were, of an earlier version. Give it more once.';
      throw explainShortage(error, limits, advice);
    });
    const spool = temporary ?? (await createSpool(directory!));
    return new DuckdbStore(database, writer, spool, limits);
  } catch (error) {
    database.closeSync();
    throw error;
  }
}

/** Where lines wait for the engine to read them. */
async function createSpool(directory: string): Promise<string> {
  const spool = join(directory, 'spool');
  await mkdir(spool, { recursive: true });
  return spool;
}

type Question<Answer> = (connection: DuckDBConnection) => Promise<Answer>;

/** Each question uses all cores: more of them at once take more memory and get no faster. */
const questionsAtOnce = 4;

/** A console that is looked at by a few people asks a few dozen questions again and again. */
const answersKept = 100;

class DuckdbStore implements FlowStore {
  readonly #database: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #spool: string;
  readonly #limits: Limits;
  readonly #desk: Desk;
  /** Sources are taken in one after the other. */
  #lastAppend: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(database: DuckDBInstance, writer: DuckDBConnection, spool: string, limits: Limits) {
    this.#database = database;
    this.#writer = writer;
    this.#spool = spool;
    this.#limits = limits;
    this.#desk = new Desk({
      atOnce: questionsAtOnce,
      deadline: limits.deadline,
      kept: answersKept,
      late: () => lateAnswer(limits),
    });
  }

  append(source: FlowSource, options: AppendOptions): Promise<AppendReport> {
    this.#refuseWhenClosed();
    const append = this.#lastAppend
      .then(() => appendSource(this.#writer, this.#spool, this.#limits, source, options))
      .finally(() => this.#desk.forget());
    this.#lastAppend = append.catch(() => undefined);
    return append;
  }

  statistic(query: StatisticQuery, options?: AskOptions): Promise<FlowStatistic> {
    return this.#ask(`statistic ${JSON.stringify(query)}`, (c) => statistic(c, query), options);
  }

  firewalls(options?: AskOptions): Promise<FirewallSummary[]> {
    return this.#ask('firewalls', firewalls, options);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled([this.#lastAppend, this.#desk.settled()]);
    this.#writer.closeSync();
    this.#database.closeSync();
    await rm(this.#spool, { recursive: true, force: true });
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
  async #answer<Answer>(question: Question<Answer>, signal: AbortSignal): Promise<Answer> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      return await question(connection);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw explainShortage(error, this.#limits, 'Ask about a shorter window, or give it more.');
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new StoreError('ENGINE', 'The store is closed.');
  }
}
