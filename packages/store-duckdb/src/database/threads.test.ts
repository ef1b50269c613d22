import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { Threads } from './threads.ts';

const cores = 3;
let temporary: string;
let database: Database;
let reader: DuckDBConnection;
let threads: Threads;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'cfw-flow-threads-'));
  database = await openDatabase({ temporary }, 2 ** 30);
  reader = await database.connect();
  await reader.run(`SET threads = ${cores}`);
  threads = await Threads.open(await database.connect());
  // How much there is to do is a matter of time, which passes here when it is told to.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(async () => {
  vi.useRealTimers();
  await threads.close();
  reader.closeSync();
  database.close();
  await rm(temporary, { recursive: true });
});

async function set(): Promise<number> {
  const [[number]] = (
    await reader.runAndReadAll("SELECT current_setting('threads')")
  ).getRows() as [[bigint]];
  return Number(number);
}

/** Work that goes on until it is ended. */
function begin() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = threads.beside(() => promise);
  return async () => {
    resolve();
    await done;
  };
}

const becomes = (number: number) => expect.poll(set).toBe(number);
/** So many milliseconds pass, in which it is looked each hundred. */
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe('the threads of the engine', () => {
  it('are as many as the cores for one piece of work, however often there is one', async () => {
    for (let time = 0; time < 3; time++) await begin()();
    await pass(250);
    expect(await set()).toBe(cores);
  });

  it('are one less for each further piece of work, but at least one', async () => {
    const ends = [begin(), begin()];
    await pass(250);
    await becomes(2);
    ends.push(begin());
    await pass(250);
    await becomes(1);
    ends.push(begin(), begin());
    await pass(250);
    expect(await set()).toBe(1);
    for (const end of ends) await end();
  });

  it('come back when there was less work for a while, and not between two pieces of it', async () => {
    const lasting = begin();
    for (let time = 0; time < 40; time++) {
      const end = begin();
      await pass(20);
      await end();
      await setImmediate();
      if (time === 20) await becomes(2);
      if (time > 20) expect(await set()).toBe(2);
    }
    await pass(250);
    await becomes(cores);
    await lasting();
  });

  it('go in the midst of a long statement, and keep no work waiting until then', async () => {
    const other = await database.connect();
    await other.run('CREATE TABLE long AS SELECT range AS number FROM range(4_000_000)');
    let isOver = false;
    // Each part of it is long, and all of it much longer.
    const hash = `${'md5('.repeat(20)}number::VARCHAR${')'.repeat(20)}`;
    const statement = other
      .run(`SELECT sum(length(${hash})) FROM long`)
      .catch(() => undefined)
      .finally(() => (isOver = true));
    const ends = [begin(), begin()];
    await pass(250);
    expect(await threads.beside(async () => isOver)).toBe(false);
    await becomes(2);
    expect(isOver).toBe(false);
    other.interrupt();
    await statement;
    for (const end of ends) await end();
    other.closeSync();
  });

  it('tell what became of the work', async () => {
    expect(await threads.beside(async () => 7)).toBe(7);
    await expect(threads.beside(() => Promise.reject(new Error('failed')))).rejects.toThrow(
      'failed',
    );
    await pass(250);
    expect(await set()).toBe(cores);
  });
});
