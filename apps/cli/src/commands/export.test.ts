import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { flowLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { folderOf, run, serve, start } from '../testing/program.ts';

const window = ['--from', '2024-04-29T19:00Z', '--to', '2024-04-29T20:00Z'];

/** 2,500 hosts: one a second, each of a session, and one that is seen with each of them. */
const manyHosts = ndjson(
  Array.from({ length: 2500 }, (_, index) => [
    flowLine({ dst_host: `h${index}.example`, end_time: SAMPLE_TIME + index * 1000 }),
    flowLine({ dst_host: 'often.example', end_time: SAMPLE_TIME + index * 1000, src_port: '2' }),
  ]).flat(),
);

async function served(log: string) {
  const folder = await folderOf({ 'a.ndjson': log });
  const { url } = await serve(['--logs', 'a.ndjson'], folder);
  const exported = (...args: string[]) =>
    run(['export', ...args, '--log-type', 'internet', '--endpoint', url, ...window], folder);
  return { folder, exported };
}

describe('cfw-flow export', () => {
  it('writes all groups, more than a server gives at once', async () => {
    const { folder, exported } = await served(manyHosts);
    const { code, stdout, stderr } = await exported('dst_host', '-o', 'hosts.csv');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^2,501 groups of dst_host from 2024-04-29 19:00 to 2024-04-29 20:00 written to hosts\.csv, by \d+ questions\n$/,
    );
    const lines = (await readFile(path.join(folder, 'hosts.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2502);
    expect(lines.slice(0, 2)).toEqual([
      'item,sessions,request_byte,response_byte,last_time,region,device_name,associate_instance_type,tags,time',
      'often.example,2500,3750000,160000000,1714419699000,,,,,2024-04-29T19:41:39.000Z',
    ]);
    expect(new Set(lines).size).toBe(2502);
    expect(await readdir(folder)).not.toContainEqual(expect.stringMatching('unfinished'));
  });

  it('writes Parquet with integers and times', async () => {
    const { folder, exported } = await served(manyHosts);
    const { code, stderr } = await exported('dst_host', '--output', "it's.parquet");
    expect([code, stderr]).toEqual([0, '']);
    const instance = await DuckDBInstance.create(':memory:');
    onTestFinished(() => instance.closeSync());
    const connection = await instance.connect();
    const file = path.join(folder, "it''s.parquet");
    const types = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`);
    expect(types.getRows().map(([name, type]) => `${name} ${type}`)).toEqual([
      'item VARCHAR',
      'sessions BIGINT',
      'request_byte BIGINT',
      'response_byte BIGINT',
      'last_time TIMESTAMP WITH TIME ZONE',
      'region VARCHAR',
      'device_name VARCHAR',
      'associate_instance_type VARCHAR',
      'tags VARCHAR',
    ]);
    const sums = await connection.runAndReadAll(
      `SELECT count(*), sum(sessions)::BIGINT, epoch_ms(max(last_time)) FROM '${file}'`,
    );
    expect(sums.getRows()).toEqual([[2501n, 5000n, BigInt(SAMPLE_TIME + 2499 * 1000)]]);
  });

  it('prints CSV or NDJSON, with every digit and without formulas', async () => {
    const line = JSON.stringify(flowLine({ app: '=1+1' })).replace('64000', String(2n ** 62n + 1n));
    const { exported } = await served(`${line}\n${line.replace('40000', '40001')}\n`);
    const csv = await exported('app');
    expect(csv.stdout).toMatch(`\n'=1+1,2,3000,${2n ** 63n + 2n},1714417200000,`);
    const json = await exported('app', '--format', 'ndjson');
    expect(json.stdout).toBe(
      `{"item":"=1+1","sessions":2,"request_byte":3000,"response_byte":${2n ** 63n + 2n},"last_time":1714417200000}\n`,
    );
    const parquet = await exported('app', '-o', 'a.parquet');
    expect([parquet.code, parquet.stdout]).toEqual([1, '']);
    expect(parquet.stderr).toMatch(/more than the integers of Parquet can be\. Export as CSV/);
  });

  it('leaves nothing half-done when it is interrupted or fails', async () => {
    const folder = await folderOf({ 'hosts.csv': 'as it was' });
    const asked = Promise.withResolvers<void>();
    const server = createServer(() => asked.resolve());
    server.listen({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => void server.closeAllConnections());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const which = ['--log-type', 'nat', '--firewall', FIREWALL, '--project', 'a'.repeat(32)];
    const endpoint = ['--endpoint', `http://127.0.0.1:${port}`];
    const running = start(['export', 'app', ...which, ...endpoint, '-o', 'hosts.csv'], folder);
    await asked.promise;
    const { code, stdout, stderr } = await running.end('SIGINT');
    server.close();
    expect([code, stdout, stderr]).toEqual([1, '', 'error: Interrupted. Nothing is written.\n']);
    expect(await readdir(folder)).toEqual(['hosts.csv']);
    expect(await readFile(path.join(folder, 'hosts.csv'), 'utf8')).toBe('as it was');
  });

  it('says where it can not write, and what the name of a file lacks', async () => {
    const { exported } = await served(ndjson([flowLine()]));
    const missing = await exported('app', '-o', 'missing/a.csv');
    expect([missing.code, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toBe(
      "error: missing/a.csv can't be written: its folder is not there. Choose another place.\n",
    );
    const unnamed = await exported('app', '-o', 'apps');
    expect([unnamed.code, unnamed.stderr]).toEqual([
      2,
      "error: apps doesn't say what to write: name it .csv, .ndjson or .parquet, or give --format.\n",
    ]);
    const piped = await exported('app', '--format', 'parquet');
    expect(piped.stderr).toMatch('Parquet goes to a file: give it with --output FILE.');
    expect((await exported('apps')).stderr).toMatch('Did you mean app?');
  });
});
