import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { logsBeside } from './logs-beside.ts';

const root = await mkdtemp(join(tmpdir(), 'cfw-flow-beside-'));
afterAll(() => rm(root, { recursive: true }));

let folders = 0;

/** The logs of TLS beside a log of connections in a folder with these files: the own one has a star. */
async function beside(conn: string, ...others: string[]): Promise<string[]> {
  const folder = join(root, String(folders++));
  for (const name of [conn, ...others]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  const found = await logsBeside(join(folder, conn), ['ssl']);
  return found.map(({ path, isOwn }) => `${isOwn ? '*' : ''}${relative(folder, path)}`);
}

describe('the logs beside one of connections', () => {
  it.each([
    ['conn.log', 'ssl.log'],
    ['conn.1.log', 'ssl.1.log'],
    ['conn.log.1', 'ssl.log.1.gz'],
    ['conn_00.log', 'ssl_00.log'],
    ['conn-2026-11-27.log', 'ssl-2026-11-27.log'],
    ['conn.log.2026-11-27-09', 'ssl.log.2026-11-27-09'],
    ['conn.log-20261127.gz', 'ssl.log-20261127.gz'],
    ['conn.2026-11-27-09-00-00.log', 'ssl.2026-11-27-09-00-00.log'],
    ['conn.12:00:00-13:00:00.log.gz', 'ssl.12:00:00-13:00:00.log.zst'],
    ['conn_20261127_12:00:00-13:00:00+0000.log.gz', 'ssl_20261127_12:00:00-13:00:00+0000.log.gz'],
    ['json_streaming_conn.log', 'json_streaming_ssl.log'],
    ['json_streaming_conn.1.log', 'json_streaming_ssl.1.log'],
    ['json_streaming_conn.log.1', 'json_streaming_ssl.log.1'],
    ['2026-11-27_sensor1_conn.log', '2026-11-27_sensor1_ssl.log'],
    ['current/conn.log', 'current/ssl.log'],
  ])('are named like it: %s, %s', async (conn, ssl) => {
    expect(await beside(conn, ssl, 'myssl.log', 'sslcert.log', 'dns.log')).toEqual([`*${ssl}`]);
  });

  it('are of the rotation before and after, too', async () => {
    const hours = ['08', '09', '10', '11', '12'].map((hour) => `ssl.${hour}:00:00-x.log.gz`);
    expect(await beside('conn.10:00:00-x.log.gz', ...hours)).toEqual([
      '*ssl.10:00:00-x.log.gz',
      'ssl.09:00:00-x.log.gz',
      'ssl.11:00:00-x.log.gz',
    ]);
    expect(await beside('conn.10:00:00-x.log.gz', hours[0]!, hours[4]!)).toEqual([
      hours[0],
      hours[4],
    ]);
  });

  it('are counted from the youngest one where they are numbered', async () => {
    const all = ['ssl.log', 'ssl.log.1', 'ssl.log.2.gz', 'ssl.log.10.gz', 'ssl.log.11.gz'];
    expect(await beside('conn.log', ...all)).toEqual(['*ssl.log', 'ssl.log.1']);
    expect(await beside('conn.log.1', ...all)).toEqual(['*ssl.log.1', 'ssl.log.2.gz', 'ssl.log']);
    expect(await beside('conn.log.10.gz', ...all)).toEqual([
      '*ssl.log.10.gz',
      'ssl.log.11.gz',
      'ssl.log.2.gz',
    ]);
  });

  it('are in the folders of the days before and after, too', async () => {
    const first = 'ssl.00:00:00-01:00:00.log.gz';
    const last = 'ssl.23:00:00-00:00:00.log.gz';
    const all = ['2026-11-26', '2026-11-27', '2026-11-29'].flatMap((day) => [
      `${day}/${first}`,
      `${day}/${last}`,
    ]);
    const files = [...all, 'current/ssl.log', 'stats/ssl.log'];
    expect(await beside('2026-11-27/conn.00:00:00-01:00:00.log.gz', ...files)).toEqual([
      `*2026-11-27/${first}`,
      `2026-11-26/${last}`,
      `2026-11-27/${last}`,
    ]);
    expect(await beside('2026-11-29/conn.23:00:00-00:00:00.log.gz', ...files)).toEqual([
      `*2026-11-29/${last}`,
      `2026-11-29/${first}`,
      'current/ssl.log',
    ]);
    expect(await beside('current/conn.log', ...files)).toEqual([
      '*current/ssl.log',
      `2026-11-29/${last}`,
    ]);
  });

  it('are none of a log that is called otherwise', async () => {
    expect(await beside('connections.log', 'ssl.log')).toEqual([]);
    expect(await beside('a.log', 'ssl.log')).toEqual([]);
  });
});
