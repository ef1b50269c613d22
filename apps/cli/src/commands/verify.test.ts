// @module-tag slow

import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { flowLine, ndjson, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { outputFaults } from '../testing/output-faults.ts';
import { folderOf, run, serve, temporaryFolder } from '../testing/program.ts';

/** Changes the database behind the back of its store. */
async function damage(folder: string, sql: string): Promise<void> {
  const database = await DuckDBInstance.create(path.join(folder, '.cfw-flow/flows.duckdb'));
  const connection = await database.connect();
  await connection.run(sql);
  connection.closeSync();
  database.closeSync();
}

const oneMore = `
  UPDATE hourly_aggregates SET sessions = sessions + 1
  WHERE sessions = (SELECT max(sessions) FROM hourly_aggregates)`;

describe('cfw-flow verify', () => {
  it('compares what was ingested, all of which ingest has rolled up', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    await run(['ingest', 'a.ndjson'], folder);
    const { code, stdout, stderr } = await run(['verify'], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^6 flows compared with \d+ sums of the rollups\nall equal\n$/);
    const json = await run(['verify', '--json'], folder);
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      0,
      { flows: 6, pending: 0, sums: expect.any(Number), differing: 0, differences: [] },
    ]);
  });

  it('says how many flows are not rolled up yet', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    await (await serve(['--logs', 'a.ndjson'], folder)).end();
    const { code, stdout } = await run(['verify'], folder);
    expect([code, stdout.split('\n')[1]]).toEqual([
      0,
      '6 flows are not rolled up yet: answers read the flows themselves',
    ]);
  });

  it('finds a sum that was damaged, and ends with 1', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    await run(['ingest', 'a.ndjson', '--geoip', 'off'], folder);
    await damage(folder, oneMore);
    const key =
      'src_ip 192.0.2.10, dst_ip 198.51.100.7, dst_host www.acme.example, app HTTPS, dst_port 443, protocol TCP';
    const { code, stdout, stderr } = await run(['verify'], folder);
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(1)).toEqual([
      '',
      'rollup             from              rolled up  counted',
      'hourly_aggregates  2024-04-29 19:00          4        3',
      `  c598d612-8112-465c-bffd-863d4ce85a50, internet, in2out, ${key}`,
      '',
    ]);
    expect(stderr).toMatch(/^error: 1 sum of the rollups in \.cfw-flow differs from the flows/);
    const json = await run(['verify', '--json'], folder);
    const found = JSON.parse(json.stdout);
    expect([json.code, found.differing]).toEqual([1, 1]);
    expect(outputFaults('verify', found)).toEqual([]);
    expect(found.differences).toEqual([
      {
        rollup: 'hourly_aggregates',
        start: SAMPLE_TIME,
        key: `c598d612-8112-465c-bffd-863d4ce85a50, internet, in2out, ${key}`,
        rolledUp: 4,
        counted: 3,
      },
    ]);
  });

  it('does not let a name in the data write to the terminal', async () => {
    const dst_host = '\u001b[2J\nforged.example';
    const folder = await folderOf({ 'a.ndjson': ndjson([flowLine({ dst_host })]) });
    await run(['ingest', 'a.ndjson'], folder);
    await damage(folder, 'UPDATE hourly_aggregates SET sessions = 5');
    const { code, stdout, stderr } = await run(['verify'], folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/dst_host \\u001b\[2j\\u000aforged\.example,/m);
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('ends well when it is interrupted, and the data can be verified again', async () => {
    const many = Array.from({ length: 4000 }, (_, index) =>
      flowLine({
        src_ip: `10.0.${index >> 8}.${index & 255}`,
        end_time: SAMPLE_TIME + index * 5e5,
      }),
    );
    const folder = await folderOf({ 'a.ndjson': ndjson(many) });
    await run(['ingest', 'a.ndjson'], folder);
    // What a killed process left is removed as soon as the database is open.
    const left = path.join(folder, '.cfw-flow/flows.duckdb.tmp/left.tmp');
    await mkdir(path.dirname(left));
    await writeFile(left, '');
    await utimes(left, 1, 1);
    const { code, stdout, stderr } = await run(['verify'], folder, {
      touched: String.raw`^left\.tmp$`,
      signal: 'SIGINT',
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch('error: Interrupted, before all was compared.');
    expect((await run(['verify'], folder)).code).toBe(0);
  });
});

describe('bad input to verify and prune', () => {
  const commands = [['verify'], ['prune', '--keep-days=3']];

  it.each(commands)('%s makes no data directory where there is none', async (...args) => {
    const folder = await folderOf({ 'logs/a.ndjson': sampleLog(), file: '' });
    const missing = await run(args, folder);
    expect([missing.code, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toMatch('error: There is no data directory .cfw-flow. Check --data');
    for (const other of ['logs', 'file']) {
      const { code, stderr } = await run([...args, '--data', other], folder);
      expect([code, stderr]).toEqual([
        1,
        `error: ${other} is not a data directory: nothing was ingested there. Check --data.\n`,
      ]);
    }
  });

  it.each(commands)('%s names a directory that is damaged', async (...args) => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'flows.duckdb'), 'not a database');
    const { code, stdout, stderr } = await run([...args, '--data', folder], folder);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: .*flows\.duckdb is damaged, or no database of cfw-flow/);
  });

  it('a data directory that is open in another command is refused', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    await run(['ingest', 'a.ndjson'], folder);
    const store = await openDuckdbStore({ directory: path.join(folder, '.cfw-flow') });
    onTestFinished(() => store.close());
    for (const args of commands) {
      const { code, stdout, stderr } = await run(args, folder);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch('.cfw-flow is in use by process');
    }
  });
});
