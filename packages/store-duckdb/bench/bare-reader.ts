import { rm } from 'node:fs/promises';
import { type Bench, openBench } from './database.ts';

/*
 * What the engine alone takes for a log: nothing is checked, no address is made canonical, nothing
 * is remembered.
 */

/** What it took to read. */
export interface BareRead {
  /** Milliseconds. */
  took: number;
  /** Lines that were read, comments left out. */
  lines: number;
}

/**
 * Reads all of a log and keeps nothing.
 *
 * @param readers - table functions, one for each of its files
 */
export async function readBarely(readers: readonly string[], folder: string): Promise<BareRead> {
  return timed(folder, async (bench) => {
    let lines = 0;
    for (const reader of readers) {
      const [row] = await bench.rows(`SELECT count(*) AS lines, max(COLUMNS(*)) FROM ${reader}`);
      lines += Number(row!['lines']);
    }
    return lines;
  });
}

/** Reads a log into a plain table: milliseconds. */
export async function tableBarely(reader: string, folder: string): Promise<number> {
  const { took } = await timed(folder, async (bench) => {
    await bench.run(`CREATE TABLE flows AS FROM ${reader}`);
    return 0;
  });
  return took;
}

async function timed(folder: string, work: (bench: Bench) => Promise<number>): Promise<BareRead> {
  const bench = await openBench(`${folder}/bare.duckdb`);
  const start = performance.now();
  const lines = await work(bench);
  const took = performance.now() - start;
  bench.close();
  await rm(bench.path, { force: true });
  await rm(`${bench.path}.wal`, { force: true });
  return { took, lines };
}
