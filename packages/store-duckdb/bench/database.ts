import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Where what was made once is kept: outside the repository, safe to delete. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cfw-flow', 'bench');

/** Two threads, whatever the machine has: the targets are for two cores. */
const settings = { threads: '2', memory_limit: '10GB' };

/** A database that is being measured or filled. */
export interface Bench {
  /** Its file. */
  readonly path: string;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  close(): void;
}

/** A row by its columns; 64-bit integers come as text or number. */
export type Row = Record<string, unknown>;

/**
 * Opens a database of the cache, and makes it when it isn't there. One that is cut off while it is
 * made is made anew.
 *
 * @param name - without a suffix; a change of how it is made needs another name
 */
export async function openCached(
  name: string,
  make: (bench: Bench) => Promise<void>,
): Promise<Bench> {
  const path = join(cache, `${name}.duckdb`);
  if (!existsSync(path)) {
    await mkdir(cache, { recursive: true });
    const unfinished = `${path}.unfinished`;
    await rm(unfinished, { force: true });
    await rm(`${unfinished}.wal`, { force: true });
    const bench = await openBench(unfinished);
    const start = performance.now();
    process.stderr.write(`making ${path} …`);
    await make(bench);
    await bench.run('CHECKPOINT');
    bench.close();
    await rename(unfinished, path);
    process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  }
  return openBench(path);
}

async function openBench(path: string): Promise<Bench> {
  const instance = await DuckDBInstance.create(path, settings);
  const connection = await instance.connect();
  return {
    path,
    async run(sql) {
      await connection.run(sql);
    },
    async rows(sql) {
      return (await connection.runAndReadAll(sql)).getRowObjectsJson();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
