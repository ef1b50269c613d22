// @module-tag slow

import { existsSync } from 'node:fs';
import { appendFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { StoreError } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { largeLog } from '../testing/large-log.ts';
import { flowLine, ndjson, sampleLog } from '../testing/logs.ts';
import { firstFile } from '../testing/moment.ts';
import { folderOf, run, serve, temporaryFolder } from '../testing/program.ts';
import { CrashRecord } from './crash-record.ts';

/** Flows of the log during whose ingest processes are killed. */
const many = 20_000;

const recordOf = (folder: string) => path.join(folder, '.cfw-flow/ingesting.json');

/** Runs a command that is killed while it ingests a log. */
async function killDuring(log: string, args: readonly string[], folder: string) {
  const outcome = await run(args, folder, {
    ...firstFile,
    holding: `${path.basename(log).replaceAll('.', String.raw`\.`)}"[^}]*"isUnderWay": true`,
    signal: 'SIGKILL',
  });
  expect(outcome.code).toBeNull();
  return outcome;
}

async function flowsOf(url: string): Promise<number> {
  const context = await (await fetch(`${url}/console/context.json`)).json();
  return context.firewalls.reduce((sum: number, held: { flows: number }) => sum + held.flows, 0);
}

const folderOfThree = () =>
  folderOf({
    'logs/a.log': sampleLog(),
    'logs/b.log.gz': largeLog(many),
    'logs/c.log': sampleLog(1e12),
  });

describe('a log during whose ingest the process is killed', () => {
  it('is ingested last the next time, whole, and nobody hears of it again', async () => {
    const folder = await folderOfThree();
    const watching = ['serve', '--port', '0', '--watch', 'logs'];
    await killDuring('logs/b.log.gz', watching, folder);
    const server = await serve(['--watch', 'logs'], folder);
    // The others are served before.
    await server.prints(/^12 flows /m);
    await expect.poll(() => flowsOf(server.url)).toBe(many + 12);
    const { stderr } = await server.end();
    expect(stderr).toMatch(
      /^logs\/b\.log\.gz is ingested last: cfw-flow ended while it was ingested, begun \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m,
    );
    expect(existsSync(recordOf(folder))).toBe(false);
    const again = await serve(['--watch', 'logs'], folder);
    expect((await again.end()).stderr).not.toMatch('b.log.gz');
  }, 120_000);

  it.each(['--watch', '--logs'])(
    'of %s is set aside when that happens twice in a row, until it changes or `ingest` is told to',
    async (option) => {
      const folder = await folderOfThree();
      const args = ['serve', '--port', '0', option, 'logs'];
      await killDuring('logs/b.log.gz', args, folder);
      const second = await killDuring('logs/b.log.gz', args, folder);
      // What was killed had served the others before.
      expect(second.stdout).toMatch(/Ctrl\+C/);
      const server = await serve([option, 'logs'], folder);
      const before = await flowsOf(server.url);
      const { stderr } = await server.end();
      expect(stderr).toMatch(
        /^logs\/b\.log\.gz is set aside, not ingested: cfw-flow ended twice in a row while it was ingested,\nlast begun .+ UTC\. It is tried again when it changes, or with\n {2}cfw-flow ingest logs\/b\.log\.gz --data \.cfw-flow$/m,
      );
      expect(stderr).toMatch('1 source left out, see above');

      if (option === '--watch') {
        const watching = await serve([option, 'logs', '--watch-every', '200ms'], folder);
        await appendFile(path.join(folder, 'logs/c.log'), ndjson([flowLine()]));
        await expect.poll(() => flowsOf(watching.url)).toBe(before + 1);
        await appendFile(path.join(folder, 'logs/b.log.gz'), gzipSync(ndjson([flowLine()])));
        await expect.poll(() => flowsOf(watching.url)).toBe(many + 12 + 1 + 1);
        await watching.end();
      } else {
        const { code, stdout } = await run(['ingest', 'logs/b.log.gz'], folder);
        expect([code, stdout]).toEqual([0, expect.stringMatching(/ ingested$/m)]);
        const after = await serve([option, 'logs'], folder);
        expect(await flowsOf(after.url)).toBe(many + 12);
        expect((await after.end()).stderr).not.toMatch('b.log.gz');
      }
      expect(existsSync(recordOf(folder))).toBe(false);
    },
    180_000,
  );

  it('is the only one, and a server ingests it all the same', async () => {
    const folder = await folderOf({ 'b.log.gz': largeLog(many) });
    await killDuring('b.log.gz', ['ingest', 'b.log.gz'], folder);
    const server = await serve(['--logs', 'b.log.gz'], folder);
    await expect.poll(() => flowsOf(server.url)).toBe(many);
  }, 120_000);
});

describe('a record of crashes', () => {
  const signal = new AbortController().signal;

  /** A data directory, and a log. */
  async function logIn() {
    const directory = await temporaryFolder();
    const log = path.join(await temporaryFolder(), 'a.log');
    await writeFile(log, 'a');
    return { directory, log, files: [{ path: log, size: 1 }] };
  }

  /** What the next process finds of a log when this one ended during its ingest. */
  async function crash(directory: string, log: string) {
    const record = await CrashRecord.open(directory);
    const begun = Promise.withResolvers<void>();
    // It never ends, as far as the record knows.
    void record.during(log, signal, () => {
      begun.resolve();
      return new Promise(() => {});
    });
    await begun.promise;
    return CrashRecord.open(directory);
  }

  it('sets a log aside that has the size and the time of change that it had at the last crash', async () => {
    const { directory, log, files } = await logIn();
    const first = await crash(directory, log);
    expect(await first.sort(files)).toMatchObject({ suspects: files, setAside: [] });
    await writeFile(log, 'b');
    const second = await crash(directory, log);
    expect(await second.sort(files)).toMatchObject({ suspects: [], setAside: files });
    await utimes(log, 1, 1);
    expect(await second.sort(files)).toMatchObject({ suspects: files, setAside: [] });
    const third = await crash(directory, log);
    expect(await third.isSetAside(log)).toBe(true);
  });

  it('forgets what is done, can not be read or is gone, and counts only crashes in a row', async () => {
    const { directory, log, files } = await logIn();
    const damaged = new StoreError('SOURCE_DAMAGED', 'cut off');
    for (const work of [async () => {}, () => Promise.reject(damaged)]) {
      const record = await crash(directory, log);
      await record.during(log, signal, work).catch(() => {});
      expect(await record.sort(files)).toMatchObject({ files, suspects: [], setAside: [] });
      expect(existsSync(path.join(directory, 'ingesting.json'))).toBe(false);
    }
    await crash(directory, log);
    await rm(log);
    expect((await (await CrashRecord.open(directory)).sort(files)).files).toEqual(files);
    expect(existsSync(path.join(directory, 'ingesting.json'))).toBe(false);
  });

  it('counts an interrupt and a full disk as no crash, and what nobody expects as one', async () => {
    const { directory, log, files } = await logIn();
    const failing = async (record: CrashRecord, error: Error, ended = signal) => {
      const work = () => Promise.reject(error);
      await expect(record.during(log, ended, work)).rejects.toBe(error);
      return CrashRecord.open(directory);
    };
    const empty = await CrashRecord.open(directory);
    const full = await failing(empty, new StoreError('DATA_FULL', 'full'));
    const interrupted = await failing(full, new Error('interrupted'), AbortSignal.abort());
    expect((await interrupted.sort(files)).files).toEqual(files);
    const once = await failing(interrupted, new TypeError('a mistake'));
    expect((await once.sort(files)).suspects).toHaveLength(1);
    const still = await failing(once, new Error('interrupted'), AbortSignal.abort());
    expect((await still.sort(files)).suspects).toHaveLength(1);
    const twice = await failing(still, new StoreError('MEMORY', 'too little'));
    expect((await twice.sort(files)).setAside).toHaveLength(1);
  });

  it('is empty when its file is damaged, and nothing in memory', async () => {
    const { directory, log, files } = await logIn();
    for (const text of ['', '{', '{}', '[1, {}]']) {
      await writeFile(path.join(directory, 'ingesting.json'), text);
      const record = await CrashRecord.open(directory);
      expect((await record.sort(files)).files).toEqual(files);
    }
    const inMemory = await CrashRecord.open(undefined);
    expect(await inMemory.during(log, signal, async () => 'done')).toBe('done');
  });

  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const { directory, log } = await logIn();
    await crash(directory, log);
    const { mode } = await stat(path.join(directory, 'ingesting.json'));
    expect(mode & 0o077).toBe(0);
  });
});
