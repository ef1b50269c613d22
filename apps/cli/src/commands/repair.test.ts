// @module-tag slow

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sampleLog } from '../testing/logs.ts';
import { folderOf, type Outcome, run, serve } from '../testing/program.ts';

it('cfw-flow repair opens a data directory again whose write-ahead log is damaged', async () => {
  const folder = await folderOf({ 'a.log': sampleLog(), 'b.log': sampleLog(1e12) });
  await run(['ingest', 'a.log'], folder);
  const server = await serve(['--logs', 'b.log'], folder);
  await server.end('SIGKILL');
  const wal = path.join(folder, '.cfw-flow/flows.duckdb.wal');
  const bytes = await readFile(wal);
  await writeFile(wal, bytes.fill(0, bytes.length - 500));

  const refused = await run(['verify'], folder);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(
      /flows\.duckdb\.wal is damaged at byte \d+[^]*cfw-flow repair --data \.cfw-flow/,
    ),
  ]);
  const repaired = await run(['repair'], folder);
  expect([repaired.code, repaired.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^\.cfw-flow\/flows\.duckdb\.wal was damaged\.\n {2}kept .*\n {2}a copy .*\nWhat was ingested last is missing: 1 commit\.\n6 flows held\n[^]*all equal\n$/,
    ),
  ]);
  const [copy = ''] = (await readdir(path.dirname(wal))).filter((name) => name.includes('damaged'));
  expect(repaired.stdout).toContain(copy);
  expect(await readFile(path.join(path.dirname(wal), copy))).toEqual(bytes);

  expect((await run(['ingest', 'a.log', 'b.log'], folder)).stdout).toMatch(
    /a\.log +already ingested\nb\.log +6 +0 +ingested/,
  );
  const again = await run(['repair'], folder);
  expect([again.code, again.stdout]).toEqual([0, expect.stringMatching('Nothing is damaged')]);
});

it('cfw-flow repair goes on without what an emptied write-ahead log had, which then comes in again', async () => {
  const folder = await folderOf({ 'a.log': sampleLog(), 'b.log': sampleLog(1e12) });
  await run(['ingest', 'a.log'], folder);
  const server = await serve(['--logs', 'b.log'], folder);
  await server.end('SIGKILL');
  await writeFile(path.join(folder, '.cfw-flow/flows.duckdb.wal'), '');

  const refused = await run(['serve', '--port', '0'], folder);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(
      /wal was cut off[^]* 1 commit of it[^]*cfw-flow repair --data \.cfw-flow/,
    ),
  ]);
  const repaired = await run(['repair'], folder);
  expect([repaired.code, repaired.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^What was ingested last is missing: 1 commit\.\n6 flows held\n[^]*all equal\n$/,
    ),
  ]);
  expect((await run(['ingest', 'a.log', 'b.log'], folder)).stdout).toMatch(
    /a\.log +already ingested\nb\.log +6 +0 +ingested/,
  );
});

it('cfw-flow repair makes no data directory', async () => {
  const folder = await folderOf({});
  const { code, stderr } = await run(['repair', '--data', 'none'], folder);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^error: There is no data directory none\. Check --data/),
  ]);
  expect(await readdir(folder)).toEqual([]);
});

it.each([['repair'], ['serve', '--port', '0']])(
  'cfw-flow %s makes no data directory of a folder that is none',
  async (...args) => {
    const folder = await folderOf({ 'photos/cat.jpg': 'a cat' });
    const { code, stderr } = await run([...args, '--data', 'photos'], folder);
    expect([code, stderr]).toEqual([1, expect.stringMatching('photos is not a data directory')]);
    expect(await readdir(path.join(folder, 'photos'))).toEqual(['cat.jpg']);
  },
);

it('a flipped bit in the database is told with what to do', async () => {
  const folder = await folderOf({ 'a.log': sampleLog() });
  await run(['ingest', 'a.log'], folder);
  const database = path.join(folder, '.cfw-flow/flows.duckdb');
  const whole = await readFile(database);
  let refused: Outcome | undefined;
  // In one of its blocks there is something that the command reads.
  for (let place = whole.length - 50_000; place > 0 && !refused; place -= 262_144) {
    const bytes = Buffer.from(whole);
    bytes[place]! ^= 1;
    await writeFile(database, bytes);
    const outcome = await run(['verify'], folder);
    if (outcome.code !== 0) refused = outcome;
  }
  expect(refused?.stderr).toMatch(
    /flows\.duckdb is damaged[^]*restore a backup[^]*ingest the logs again/,
  );
  expect(refused?.stderr).toMatch('cfw-flow restore BACKUP --data new-cfw-flow');
});
