import { DuckDBInstance } from '@duckdb/node-api';
import { cached } from './cache.ts';

/** Two threads, whatever the machine has: the targets are for two cores. */
const settings = { threads: '2', memory_limit: '10GB' };

/** A database that is being measured or filled. */
export interface Bench {
  /** Its file. */
  readonly path: string;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  /** Ends the statement under way, which then fails. */
  interrupt(): void;
  close(): void;
}

/** A row by its columns; 64-bit integers come as text or number. */
export type Row = Record<string, unknown>;

/**
 * Opens a database of the cache, to read only, and makes it when it isn't there.
 *
 * @param name - without a suffix; a change of how it is made needs another name
 */
export async function openCached(
  name: string,
  make: (bench: Bench) => Promise<void>,
): Promise<Bench> {
  const path = await cached(`${name}.duckdb`, async (file) => {
    const bench = await openBench(file);
    await make(bench);
    await bench.run('CHECKPOINT');
    bench.close();
  });
  return openBench(path, 'READ_ONLY');
}

/** Opens a database, which is made when it isn't there and may be written. */
export async function openBench(
  path: string,
  access_mode: 'AUTOMATIC' | 'READ_ONLY' = 'AUTOMATIC',
): Promise<Bench> {
  const instance = await DuckDBInstance.create(path, { ...settings, access_mode });
  const connection = await instance.connect();
  return {
    path,
    async run(sql) {
      await connection.run(sql);
    },
    async rows(sql) {
      return (await connection.runAndReadAll(sql)).getRowObjectsJson();
    },
    interrupt() {
      connection.interrupt();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
