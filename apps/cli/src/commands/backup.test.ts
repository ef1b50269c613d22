// @module-tag slow

import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowLine, ndjson, sampleLog } from '../testing/logs.ts';
import { folderOf, run } from '../testing/program.ts';

describe('cfw-flow backup and restore', () => {
  it('make a data directory again that holds the same, and takes nothing in twice', async () => {
    const folder = await folderOf({ 'a.log': sampleLog() });
    await run(['ingest', 'a.log', '--data', 'data'], folder);
    const made = await run(['backup', 'kept', '--data', 'data'], folder);
    expect(made).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^6 flows of 1 day \(UTC\), as of \d{4}-\d\d-\d\d \d\d:\d\d, backed up in [\d.]+ s: [\d.]+ kB in \/.*\/kept\n$/,
      ),
      stderr: '',
    });
    expect((await readdir(path.join(folder, 'kept'))).toSorted()).toEqual([
      'backup.json',
      'flows',
      'log_hashes.parquet',
      'logs.parquet',
      'sources.parquet',
    ]);
    await rm(path.join(folder, 'data'), { recursive: true });
    const restored = await run(['restore', 'kept', '--data', 'data'], folder);
    expect(restored).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^6 flows of 1 day \(UTC\), as of .*, restored in [\d.]+ s to \/.*\/data\n$/,
      ),
      stderr: '',
    });
    const again = await run(['ingest', 'a.log', '--data', 'data'], folder);
    expect(again.stdout).toMatch('already ingested');
    expect((await run(['verify', '--data', 'data'], folder)).stdout).toMatch(/^all equal$/m);
  });

  it('overwrite nothing, and say what is wrong', async () => {
    const folder = await folderOf({ 'a.log': sampleLog(), 'kept/backup.json': '{}' });
    await run(['ingest', 'a.log'], folder);
    const taken = await run(['backup', 'kept'], folder);
    expect([taken.code, taken.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^error: .*kept is not empty, so that the backup can't be made there\./,
      ),
    ]);
    const held = await run(['restore', 'kept', '--data', '.cfw-flow'], folder);
    expect([held.code, held.stderr]).toEqual([
      1,
      expect.stringMatching(/backup\.json was damaged or changed: it is not a file of a backup/),
    ]);
    const none = await run(['backup', 'new', '--data', 'none'], folder);
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringMatching('There is no data directory none'),
    ]);
  });

  it.skipIf(process.platform === 'win32')('leave nothing when they are interrupted', async () => {
    const folder = await folderOf({});
    // A day each, so that there is something to do.
    const days = Array.from({ length: 150 }, (_, day) =>
      flowLine({ end_time: Date.UTC(2024, 0, 1) + day * 86_400_000 }),
    );
    await writeFile(path.join(folder, 'a.log'), ndjson(days));
    await run(['ingest', 'a.log', '--data', 'data'], folder);
    const stopped = await run(['backup', 'kept', '--data', 'data'], folder, {
      touched: String.raw`^kept\.unfinished`,
      signal: 'SIGINT',
    });
    expect([stopped.code, stopped.stderr]).toEqual([
      1,
      'error: Interrupted. Nothing of the backup is kept.\n',
    ]);
    expect((await readdir(folder)).toSorted()).toEqual(['a.log', 'data']);
    await run(['backup', 'kept', '--data', 'data'], folder);
    const ended = await run(['restore', 'kept', '--data', 'new'], folder, {
      touched: String.raw`^new\.unfinished`,
      signal: 'SIGTERM',
    });
    expect([ended.code, ended.stderr]).toEqual([1, 'error: Interrupted. Nothing was restored.\n']);
    expect((await readdir(folder)).toSorted()).toEqual(['a.log', 'data', 'kept']);
  });
});
