import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
import { createSchema } from './schema.ts';
import { statistic } from './statistic.ts';
import { Turnstile } from './turnstile.ts';

/** Where a store keeps its flows. */
export interface DuckdbStoreOptions {
  /** Data directory, created when it isn't there; in memory when left out. */
  directory?: string;
}

/**
 * Opens a store on DuckDB. One process at a time can have a data directory open.
 *
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_INCOMPATIBLE` or `ENGINE`
 */
export async function openDuckdbStore(options: DuckdbStoreOptions = {}): Promise<FlowStore> {
  const { directory } = options;
  const database = await openDatabase(directory);
  try {
    const writer = await database.connect();
    await createSchema(writer, directory ?? 'The database');
    return new DuckdbStore(database, writer, await createSpool(directory));
  } catch (error) {
    database.closeSync();
    throw error;
  }
}

async function createSpool(directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'cfw-flow-'));
  const spool = join(directory, 'spool');
  await mkdir(spool, { recursive: true });
  return spool;
}

type Question<Answer> = (connection: DuckDBConnection) => Promise<Answer>;

/** Each question uses all cores: more of them at once take more memory and get no faster. */
const questionsAtOnce = 4;

class DuckdbStore implements FlowStore {
  readonly #database: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #spool: string;
  /** Sources are taken in one after the other. */
  #lastAppend: Promise<unknown> = Promise.resolve();
  readonly #questions = new Set<Promise<unknown>>();
  readonly #turnstile = new Turnstile(questionsAtOnce);
  #closed = false;

  constructor(database: DuckDBInstance, writer: DuckDBConnection, spool: string) {
    this.#database = database;
    this.#writer = writer;
    this.#spool = spool;
  }

  append(source: FlowSource, options: AppendOptions): Promise<AppendReport> {
    this.#refuseWhenClosed();
    const append = this.#lastAppend.then(() =>
      appendSource(this.#writer, this.#spool, source, options),
    );
    this.#lastAppend = append.catch(() => undefined);
    return append;
  }

  statistic(query: StatisticQuery, options?: AskOptions): Promise<FlowStatistic> {
    return this.#ask((connection) => statistic(connection, query), options);
  }

  firewalls(options?: AskOptions): Promise<FirewallSummary[]> {
    return this.#ask(firewalls, options);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled([this.#lastAppend, ...this.#questions]);
    this.#writer.closeSync();
    this.#database.closeSync();
    await rm(this.#spool, { recursive: true, force: true });
  }

  async #ask<Answer>(question: Question<Answer>, { signal }: AskOptions = {}): Promise<Answer> {
    this.#refuseWhenClosed();
    const answer = this.#turnstile.pass(() => this.#answer(question, signal), signal);
    this.#questions.add(answer);
    try {
      return await answer;
    } finally {
      this.#questions.delete(answer);
    }
  }

  /** Every question has a connection of its own, and with it a view of its own. */
  async #answer<Answer>(question: Question<Answer>, signal?: AbortSignal): Promise<Answer> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      signal?.throwIfAborted();
      return await question(connection);
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new StoreError('ENGINE', 'The store is closed.');
  }
}
