import {
  type Answer,
  type BackupOptions,
  type BackupReport,
  type Enrichment,
  type EngineCapabilities,
  type EngineWrite,
  type Explanation,
  type FirewallSummary,
  type IngestedLog,
  type Operation,
  type PrefixHash,
  type Query,
  type ReEnrichStep,
  type StoreEngine,
  StoreError,
  type StoreStatus,
  type Verification,
  type VerifyOptions,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { answer } from './query/answer.ts';
import type { CostEstimator } from './query/cost-estimator.ts';
import { explain } from './query/explain.ts';
import { firewalls } from './query/firewalls.ts';
import { status } from './query/status.ts';
import { backUp } from './upkeep/backup/backup.ts';
import { type Connection, endingWith } from './database/connection.ts';
import type { Database } from './database/database.ts';
import { explainEngineError } from './database/engine-error.ts';
import type { Threads } from './database/threads.ts';
import { walSize } from './database/wal.ts';
import { ingestedBatches, ingestedLogs } from './load/checkpoints.ts';
import type { FlowLoader } from './load/flow-loader.ts';
import { DuckdbWrite } from './load/write.ts';
import { reEnrichDay } from './upkeep/re-enrich/re-enrich.ts';
import { freeRoom, prune } from './upkeep/prune.ts';
import { daysOfFlows } from './schema/days.ts';
import { spans } from './schema/rollup-tables.ts';
import type { Roller } from './rollup/roller.ts';
import { verify } from './upkeep/verify.ts';

/** What an engine is made of. */
export interface DuckdbEngineParts {
  /** The data directory; nothing when the database is in memory. */
  directory: string | undefined;
  /** Folder for what a database in memory has no room for. */
  temporary: string | undefined;
  /** Most memory of the database, in bytes. */
  memoryLimit: number;
  database: Database;
  /** The connection of writes. */
  writer: DuckDBConnection;
  loader: FlowLoader;
  lastBatch: number;
  threads: Threads;
  roller: Roller;
  costs: CostEstimator;
}

/** The embedded engine: DuckDB, in a file or in memory. */
export class DuckdbEngine implements StoreEngine, Required<EngineCapabilities> {
  readonly #parts: DuckdbEngineParts;
  #version = 0;
  #lastBatch: number;
  /** Whether there is room to be freed that somebody who reads everything kept. */
  #isRoomKept = false;

  constructor(parts: DuckdbEngineParts) {
    this.#parts = parts;
    this.#lastBatch = parts.lastBatch;
  }

  get version(): number {
    return this.#version;
  }

  async begin(): Promise<EngineWrite> {
    const { writer, loader, roller, threads } = this.#parts;
    return DuckdbWrite.begin({
      connection: writer,
      loader,
      threads,
      run: (work) =>
        this.#beside(work, 'Not all of it was ingested. Give it more, and ingest it again.'),
      nextBatch: () => ++this.#lastBatch,
      onCommitted: (flows) => {
        this.#version++;
        roller.added(flows);
      },
    });
  }

  ingestedBatches(identities: readonly string[]): Promise<Set<string>> {
    return this.#beside(() => ingestedBatches(this.#parts.writer, identities));
  }

  ingestedLogs(ends: readonly PrefixHash[], passed: readonly PrefixHash[]): Promise<IngestedLog[]> {
    return this.#beside(() => ingestedLogs(this.#parts.writer, ends, passed));
  }

  cost<Id extends Operation>(operation: Id, query: Query<Id>): number {
    return this.#parts.costs.rowsOf(operation, query);
  }

  answer<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Answer<Id>> {
    return this.#ask((connection) => answer(connection, operation, query), signal);
  }

  explain<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Explanation<Id>> {
    return this.#ask((connection) => explain(connection, operation, query), signal);
  }

  firewalls(signal: AbortSignal): Promise<FirewallSummary[]> {
    return this.#ask(firewalls, signal);
  }

  async status(signal: AbortSignal): Promise<StoreStatus> {
    const { directory, roller } = this.#parts;
    const { failure } = roller;
    const inFile = await this.#ask(status, signal);
    const inLog = directory === undefined ? 0 : await walSize(directory);
    const held = { ...inFile, bytes: inFile.bytes + inLog };
    if (failure === undefined) return held;
    const { message } = this.#explain(failure, 'Give it more.') as Error;
    return { ...held, failure: message };
  }

  async rollUp(): Promise<void> {
    await this.#parts.roller.rollUpAll().catch((error: unknown) => {
      throw this.#explain(error, 'What came in stays. Give it more.');
    });
  }

  verify(onProgress: VerifyOptions['onProgress'], signal: AbortSignal): Promise<Verification> {
    return this.#readAll((connection) => verify(connection, onProgress), signal, 'Give it more.');
  }

  backup(
    directory: string,
    options: BackupOptions & { signal: AbortSignal },
  ): Promise<BackupReport> {
    return this.#readAll(
      (connection) => backUp(connection, directory, options),
      options.signal,
      'Nothing of the backup is kept. Give it more.',
    );
  }

  async prune(before: number): Promise<number> {
    const day = Math.floor(before / spans.days);
    const removed = await this.#parts.roller.pausing((connection) =>
      this.#beside(
        () => prune(connection, day),
        'Flows may be left that are too old. Give it more.',
      ),
    );
    this.#version++;
    return removed;
  }

  async *reEnrich(enrichment: Enrichment): AsyncGenerator<ReEnrichStep> {
    const { writer, loader, roller } = this.#parts;
    const advice = 'Days before stay re-enriched. Give it more.';
    const days = await this.#beside(() => daysOfFlows(writer), advice);
    const report = { flows: 0, changed: 0, all: days.reduce((sum, { flows }) => sum + flows, 0) };
    for (const { day, flows } of days) {
      report.changed += await roller.pausing(() =>
        this.#beside(() => reEnrichDay(writer, loader, day, enrichment), advice),
      );
      report.flows += flows;
      this.#version++;
      yield { ...report };
    }
  }

  async compact(): Promise<void> {
    this.#isRoomKept = !(await this.#parts.roller.pausing((connection) =>
      this.#beside(() => freeRoom(connection), 'The file stays as large. Give it more.'),
    ));
  }

  async close(): Promise<void> {
    const { database, writer, threads, roller, costs, temporary } = this.#parts;
    await roller.stop();
    await costs.close();
    await threads.close();
    const damage = await this.#checkpoint();
    writer.closeSync();
    database.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    if (damage !== undefined) throw damage;
  }

  /**
   * Does what the engine does when it is closed, which says nothing when it can't.
   *
   * @returns the error of a damaged database; anything else leaves what is in the WAL there
   */
  async #checkpoint(): Promise<StoreError | undefined> {
    const { directory, writer } = this.#parts;
    if (directory === undefined || (await walSize(directory)) === 0) return undefined;
    try {
      await writer.run('CHECKPOINT');
      return undefined;
    } catch (error) {
      const explained = this.#explain(error, '');
      const isDamage = explained instanceof StoreError && explained.code === 'DATA_DAMAGED';
      return isDamage ? explained : undefined;
    }
  }

  /** Reads everything, as it is at one moment. Room that could not be freed meanwhile is freed. */
  async #readAll<Result>(
    read: (connection: Connection) => Promise<Result>,
    signal: AbortSignal,
    advice: string,
  ): Promise<Result> {
    try {
      return await this.#ask(read, signal, advice);
    } finally {
      // Should that fail, it is done with the next checkpoint.
      if (this.#isRoomKept) await this.compact().catch(() => undefined);
    }
  }

  /** Every question has a connection of its own, and with it a view of its own. */
  async #ask<Result>(
    question: (connection: Connection) => Promise<Result>,
    signal: AbortSignal,
    advice = 'Ask about a shorter window, or give it more.',
  ): Promise<Result> {
    const connection = await this.#parts.database.connect();
    try {
      return await this.#beside(() => endingWith(signal, connection, question), advice);
    } finally {
      connection.closeSync();
    }
  }

  /** Does work beside other work of the engine. */
  async #beside<Result>(work: () => Promise<Result>, advice = 'Give it more.'): Promise<Result> {
    try {
      return await this.#parts.threads.beside(work);
    } catch (error) {
      throw this.#explain(error, advice);
    }
  }

  #explain(error: unknown, advice: string): unknown {
    const { directory, memoryLimit } = this.#parts;
    return explainEngineError(error, { directory, memoryLimit }, advice);
  }
}
