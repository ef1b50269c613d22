import { rm } from 'node:fs/promises';
import { type FlowStoreOptions, openFlowStore, type StoreWith } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { countAcknowledged } from './database/commit-counter.ts';
import { checkPath, openDatabase } from './database/database.ts';
import { explainEngineError } from './database/engine-error.ts';
import { createMemoryFolder, removeEngineFiles } from './database/leftovers.ts';
import { checkMemoryLimit, usualMemoryLimit } from './database/limits.ts';
import { takeRightsOfOthers } from './database/rights.ts';
import { prepareSchema } from './schema/schema.ts';
import { Threads } from './database/threads.ts';
import { DuckdbEngine, type DuckdbEngineParts } from './engine.ts';
import { FlowLoader } from './load/flow-loader.ts';
import { type Pace, usualPace } from './rollup/backlog.ts';
import { readLastBatch } from './schema/rolled.ts';
import { CostEstimator } from './query/cost-estimator.ts';
import { Roller } from './rollup/roller.ts';

/** Where a store keeps its flows, and what it may use. */
export interface DuckdbStoreOptions extends Pick<FlowStoreOptions, 'deadline' | 'enrichment'> {
  /**
   * Data directory, created when it isn't there; in memory when left out. Nobody but its owner may read
   * what is in it: a directory that others may enter is closed to them, unless it has other files, too.
   */
  directory?: string;
  /**
   * Most memory of the engine, in bytes, at least 256 MiB; half of what the machine has, or its
   * container may use, when left out. What needs more goes to temporary files beside the database, or
   * fails.
   */
  memoryLimit?: number;
  /**
   * Called, with a sentence, for what the operator should know and nothing fails of: that other users
   * could read the data directory, say.
   */
  onWarning?: (message: string) => void;
}

/**
 * Opens a store on DuckDB. A data directory can be open once at a time, in one process.
 *
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_FULL`, `DATA_INCOMPATIBLE`,
 *   `DATA_DAMAGED` or `ENGINE`
 * @throws RangeError when a limit is none
 *
 * @example
 * ```ts
 * import { fileSource } from '@cfw-flow/store';
 * import { openDuckdbStore } from '@cfw-flow/store-duckdb';
 *
 * const store = await openDuckdbStore({ directory: 'data' });
 * const report = await store.ingest(await fileSource('traffic.ndjson.gz'), {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 * });
 * console.log(report.flows, report.rejected);
 * await store.close();
 * ```
 *
 * @group Start here
 */
export async function openDuckdbStore(options: DuckdbStoreOptions = {}): Promise<StoreWith> {
  return openStore(options, usualPace);
}

/** Opens a store whose rollups keep a pace of their own. */
export async function openStore(
  { directory, memoryLimit = usualMemoryLimit(), onWarning, ...options }: DuckdbStoreOptions,
  pace: Pace,
): Promise<StoreWith> {
  checkMemoryLimit(memoryLimit);
  if (directory !== undefined) checkPath(directory);
  const warning = directory === undefined ? undefined : await takeRightsOfOthers(directory);
  if (warning !== undefined) onWarning?.(warning);
  const engine = await openEngine(directory, memoryLimit, pace);
  try {
    return openFlowStore(engine, { ...options, rejectedLines: directory });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function openEngine(
  directory: string | undefined,
  memoryLimit: number,
  pace: Pace,
): Promise<DuckdbEngine> {
  if (directory !== undefined) {
    const database = await openDatabase(directory, memoryLimit);
    return prepareEngine({ directory, temporary: undefined, memoryLimit, database }, pace);
  }
  const temporary = await createMemoryFolder();
  try {
    const database = await openDatabase({ temporary }, memoryLimit);
    return await prepareEngine({ directory, temporary, memoryLimit, database }, pace);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Makes an engine of a database, which is closed when that fails. */
async function prepareEngine(
  parts: Pick<DuckdbEngineParts, 'directory' | 'temporary' | 'memoryLimit' | 'database'>,
  pace: Pace,
): Promise<DuckdbEngine> {
  const { directory, memoryLimit, database } = parts;
  const connections: DuckDBConnection[] = [];
  const connect = async () => {
    const connection = await database.connect();
    connections.push(connection);
    return connection;
  };
  try {
    const writer = await connect();
    await prepareSchema(writer, directory ?? 'The database');
    if (directory !== undefined) {
      await countAcknowledged(writer, directory);
      await removeEngineFiles(directory);
    }
    const threads = await Threads.open(await connect());
    return new DuckdbEngine({
      ...parts,
      writer,
      loader: await FlowLoader.open(writer),
      lastBatch: await readLastBatch(writer),
      threads,
      costs: await CostEstimator.open(await connect()),
      roller: new Roller(await connect(), pace, threads),
    });
  } catch (error) {
    // As long as a connection is open, so is the file.
    for (const connection of connections) connection.closeSync();
    database.close();
    const advice = 'The data stay as they were. Give it more once.';
    throw explainEngineError(error, { directory, memoryLimit }, advice);
  }
}
