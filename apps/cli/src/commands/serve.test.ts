// @module-tag slow

import { once } from 'node:events';
import { chmod, cp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { maxTime } from '@cfw-flow/store';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PROJECT } from '../defaults.ts';
import { largeLog } from '../testing/large-log.ts';
import { flowLine, ndjson, OTHER_FIREWALL, sampleLog, without } from '../testing/logs.ts';
import { firstCommit } from '../testing/moment.ts';
import { folderOf, run, runLine, serve, temporaryFolder } from '../testing/program.ts';

async function portInUse(): Promise<number> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function urlIn(line: string): string {
  return /"(http[^"]*)"/.exec(line)?.[1] ?? '';
}

describe('cfw-flow serve', () => {
  it('loads logs and prints lines to try that give answers', async () => {
    const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
    const server = await serve(['--logs', 'traffic.ndjson'], folder);

    const [line = ''] = await server.prints(/curl .*/);
    const answer = await fetch(urlIn(line));
    const { data } = await answer.json();
    expect(data.total).toBe(3);
    expect(data.records[0]).toMatchObject({ item: 'www.acme.example', sessions: 3 });

    const [top = ''] = await server.prints(/node \S*main\.ts top .*/);
    const shown = await runLine(top, folder);
    expect(shown.stderr).toBe('');
    expect(shown.stdout.split('\n')).toEqual([
      '#  dst_host          sessions  request  response  last seen         apps',
      '1  www.acme.example         3   4.5 kB    192 kB  2024-04-29 19:02  HTTPS 3',
      '2  api.acme.example         2   3.0 kB    128 kB  2024-04-29 19:04  HTTPS 2',
      '3  例子.example             1   1.5 kB   64.0 kB  2024-04-29 19:05  HTTPS 1',
      '',
      '3 of 3, window 2024-04-29 19:00 to 2024-04-29 19:06',
      '',
    ]);

    const { code, stdout, stderr } = await server.end();
    expect(code).toBe(0);
    expect(stdout).toMatch('6 flows from 2024-04-29 19:00 to 2024-04-29 19:05');
    expect(stderr).toMatch(/^6 flows loaded from 1 file in \d+\.\d s\.$/m);
  });

  it.skipIf(process.platform === 'win32')(
    'ends with 1 when its data directory is removed or replaced, and says so',
    async () => {
      for (const replace of [false, true]) {
        const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
        const server = await serve(['--logs', 'traffic.ndjson'], folder);
        const data = path.join(folder, '.cfw-flow');
        if (replace) {
          await rename(data, `${data}.old`);
          await cp(`${data}.old`, data, { recursive: true });
        } else {
          // At once, as far as the server sees it.
          await rename(data, `${data}.old`);
          await rm(`${data}.old`, { recursive: true });
        }
        const { code, stderr } = await server.outcome;
        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(/error: The data directory \.cfw-flow was removed or replaced/),
        ]);
      }
    },
  );

  it.skipIf(process.platform === 'win32')(
    'closes its data directory to other users, with a word when it was open to them',
    async () => {
      const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
      await run(['ingest', 'traffic.ndjson'], folder);
      const data = path.join(folder, '.cfw-flow');
      await chmod(data, 0o755);
      await chmod(path.join(data, 'flows.duckdb'), 0o644);
      const server = await serve([], folder);
      for (const name of ['', ...(await readdir(data))]) {
        const { mode } = await stat(path.join(data, name));
        expect([name, mode & 0o077]).toEqual([name, 0]);
      }
      expect((await server.end()).stderr).toMatch(
        'Other users of this machine could read the flows in .cfw-flow.',
      );
    },
  );

  it('suggests a range when the logs reach into the last seven days', async () => {
    const folder = await folderOf({ 'traffic.ndjson': sampleLog(Date.now() - 3_600_000) });
    const server = await serve(
      ['--logs', 'traffic.ndjson', '--project', '0'.repeat(32), '--firewall', OTHER_FIREWALL],
      folder,
    );
    const [curl = ''] = await server.prints(/curl .*/);
    expect(curl).toMatch(/range=2/);
    const { data } = await (await fetch(urlIn(curl))).json();
    expect(data.total).toBe(3);
    const [top = ''] = await server.prints(/node \S*main\.ts top .*/);
    expect(top).not.toMatch('--from');
    expect((await runLine(top, folder)).stdout).toMatch(/^3 of 3, window /m);
  });

  it('takes the flows of a folder in the order of the names, gzip or not', async () => {
    const folder = await folderOf({
      'logs/2.ndjson': ndjson([flowLine({ dst_host: 'two.example' }), 'broken']),
      'logs/1.log.gz': gzipSync(ndjson([flowLine({ dst_host: 'one.example' }), 'broken'])),
      'logs/deep/3.JSON': ndjson([flowLine({ dst_host: 'three.example' })]),
      'logs/readme.txt': 'not a log',
    });
    const server = await serve(['--logs', 'logs'], folder);
    const { stdout, stderr } = await server.end();
    expect(stdout).toMatch('3 flows');
    expect(stderr).toMatch(/1\.log\.gz: 1 line rejected[^]*2\.ndjson: 1 line rejected/);
    expect(stderr).toMatch('1 file not named like a log passed over: logs/readme.txt.');
  });

  it('keeps its data over a restart and takes no file twice', async () => {
    const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
    await (await serve(['--logs', 'traffic.ndjson'], folder)).end('SIGTERM');
    const again = await (await serve(['--logs', 'traffic.ndjson'], folder)).end();
    expect(again.stderr).toMatch('1 file already ingested');
    expect(again.stdout).toMatch('6 flows from');
    const { code, stdout } = await (await serve([], folder)).end();
    expect([code, stdout]).toEqual([0, expect.stringMatching('6 flows from')]);
  });

  it('ends soon when it is interrupted while it loads a large log, and goes on there', async () => {
    const folder = await folderOf({ 'a.log.gz': largeLog(1_200_000) });
    const { code, stdout, stderr } = await run(
      ['serve', '--port', '0', '--logs', 'a.log.gz'],
      folder,
      { ...firstCommit, signal: 'SIGINT' },
    );
    expect([code, stderr]).toEqual([0, '']);
    // Who loads all of it first says what there is.
    expect(stdout).toBe(
      'Stopped. What was ingested is kept in .cfw-flow, and the next start goes on with it.\n',
    );
    const server = await serve(['--logs', 'a.log.gz'], folder);
    expect((await server.end()).stdout).toMatch(/^1,200,000 flows /m);
  }, 180_000);

  it('says what to do when there is nothing to serve, and makes no directory', async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await run(['serve', '--port', '0'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch('Nothing to serve: there is no data directory .cfw-flow.');
    expect(stderr).toMatch(/serve --logs PATH[^]*serve --demo/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('serves made-up traffic that goes on while it runs', async () => {
    const folder = await temporaryFolder();
    const server = await serve(['--demo'], folder);
    const ask = async () => {
      const answer = await fetch(`${server.url}/console/context.json`);
      const [held] = (await answer.json()).firewalls;
      return held as { flows: number; first_time: number; last_time: number };
    };
    const first = await ask();
    expect(first.flows).toBeGreaterThan(300_000);
    expect(first.flows).toBeLessThan(400_000);
    expect(Date.now() - first.first_time).toBeGreaterThan(6.9 * 24 * 3_600_000);
    await expect.poll(async () => (await ask()).flows).toBeGreaterThan(first.flows);
    // By night there may be none for some seconds.
    await expect.poll(async () => Date.now() - (await ask()).last_time).toBeLessThan(60_000);
    expect((await ask()).last_time).toBeLessThanOrEqual(Date.now());
    const { code, stdout } = await server.end();
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nStopped\. The made-up traffic was in memory only, and is gone\.\n$/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('answers under the names of this machine only', async () => {
    const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'traffic.ndjson'], folder);
    const { port } = new URL(url);
    // A page elsewhere whose name resolves to 127.0.0.1 sends its own name.
    for (const route of [
      '/',
      '/console/context.json',
      `/v1/${PROJECT}/cfw/logs/flow-statistic`,
      '/no',
    ]) {
      const asked = request({
        host: '127.0.0.1',
        port,
        path: route,
        headers: { host: 'evil.example' },
      });
      asked.end();
      const [answer] = await once(asked, 'response');
      const body = JSON.parse((await answer.toArray()).join(''));
      expect([answer.statusCode, body]).toEqual([
        403,
        {
          error_code: 'APIGW.0306',
          error_msg: expect.stringMatching('evil.example'),
          request_id: answer.headers['x-request-id'],
        },
      ]);
      expect(body.request_id).toMatch(/^[0-9a-f]{32}$/);
    }
  });
});

describe('bad input to serve', () => {
  it('a broken link in a folder is reported, the rest served', async () => {
    const folder = await folderOf({ 'logs/1.ndjson': sampleLog() });
    await symlink('gone.ndjson', path.join(folder, 'logs/0.ndjson'));
    const { stdout, stderr } = await (await serve(['--logs', 'logs'], folder)).end();
    expect(stdout).toMatch('6 flows from');
    expect(stderr).toMatch(/^logs.0\.ndjson is a link to a file that is not there\./);
    expect(stderr).toMatch('; 1 source left out, see above.');
  });

  it('a folder of logs without flows is named as such', async () => {
    const folder = await folderOf({
      'logs/dns.log': '{"_path":"dns","uid":"C1"}\n',
      'logs/fast.log': '11/27/2026-10:00:00.000000  [**] [1:1:1] TEST [**]\n',
    });
    const args = ['serve', '--port', '0', '--logs', 'logs'];
    const { code, stderr } = await run(args, folder);
    expect(code).toBe(1);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      '2 logs without flows passed over: Suricata fast; Zeek dns.',
      'error: Nothing to serve: the data directory .cfw-flow holds no flows.',
    ]);
    expect(await readdir(folder)).toEqual(['logs']);
  });

  it('a flow at the end of the year 9999 leaves lines to try that work', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([flowLine(), flowLine({ end_time: maxTime })]),
    });
    const server = await serve(['--logs', 'a.ndjson'], folder);
    const [curl = ''] = await server.prints(/curl .*/);
    expect((await (await fetch(urlIn(curl))).json()).data.total).toBe(1);
    const [top = ''] = await server.prints(/node \S*main\.ts top .*/);
    const shown = await runLine(top, folder);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toMatch(/^1 of 1, window 2024-04-29 19:00 to 9999-12-31 23:59$/m);
  });

  it('a port in use is named, before anything is loaded', async () => {
    const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
    const port = await portInUse();
    const { code, stderr } = await run(
      ['serve', '--logs', 'traffic.ndjson', '--port', String(port)],
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(`Port ${port} on 127.0.0.1 is in use`);
    expect(stderr).toMatch('--port');
    expect(await readdir(folder)).toEqual(['traffic.ndjson']);
  });

  it('a file that is not there is named', async () => {
    const { code, stderr } = await run(
      ['serve', '--port', '0', '--logs', 'missing.ndjson'],
      await temporaryFolder(),
    );
    expect([code, stderr]).toEqual([
      1,
      'error: There is no file or folder missing.ndjson. Check the path.\n',
    ]);
  });

  it('a folder without logs is named', async () => {
    const folder = await folderOf({ 'logs/readme.txt': '' });
    const { code, stderr } = await run(['serve', '--port', '0', '--logs', 'logs'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch('The folder logs holds no logs.');
  });

  it('lines that are not flows are counted and reported, the others kept', async () => {
    const folder = await folderOf({
      'traffic.ndjson': ndjson([
        flowLine(),
        'not JSON',
        without(flowLine(), 'end_time'),
        flowLine({ dst_port: 70_000 }),
        flowLine({ src_ip: 'abc' }),
        flowLine({ dst_host: 'second.example' }),
        ...Array.from({ length: 3 }, () => '[]'),
      ]),
    });
    const { stderr, stdout } = await (await serve(['--logs', 'traffic.ndjson'], folder)).end();
    expect(stdout).toMatch('2 flows');
    const told = stderr.split('\n');
    expect(told[0]).toBe('traffic.ndjson: 7 lines rejected, 2 flows ingested');
    expect(told[1]).toMatch(/^ {2}traffic\.ndjson:2: .*JSON/);
    expect(told[2]).toMatch(/^ {2}traffic\.ndjson:3: .*end_time/);
    expect(told[3]).toMatch(/^ {2}traffic\.ndjson:4: .*dst_port.*70000/);
    expect(told[4]).toMatch(/^ {2}traffic\.ndjson:5: .*src_ip.*abc/);
    expect(told[5]).toMatch(/^ {2}traffic\.ndjson:7: /);
    expect(told[6]).toBe(`  … and 2 more, see ${path.join('.cfw-flow', 'rejected.ndjson')}`);
  });

  it('what a log says does not reach the terminal as a command', async () => {
    const folder = await folderOf({
      'traffic.ndjson': ndjson([
        flowLine({ dst_host: '\u001b[31mred.example' }),
        flowLine({ src_ip: '\u001b[2J' }),
      ]),
    });
    const server = await serve(['--logs', 'traffic.ndjson'], folder);
    const [top = ''] = await server.prints(/node \S*main\.ts top .*/);
    const shown = await runLine(top, folder);
    const { stderr } = await server.end();
    expect(shown.stdout + stderr).not.toContain('\u001b');
  });

  it('a data directory that cannot be made is named', async () => {
    const folder = await folderOf({ file: '', 'traffic.ndjson': sampleLog() });
    const { code, stderr } = await run(
      ['serve', '--port', '0', '--logs', 'traffic.ndjson', '--data', 'file/data'],
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/file.data/);
    expect(stderr).toMatch(/can't be created: .* is a file and not a folder/);
    expect(stderr).not.toMatch('should not have happened');
  });

  it.runIf(process.platform === 'linux')(
    'a data directory where none can be made is named',
    async () => {
      const folder = await folderOf({ 'traffic.ndjson': sampleLog() });
      const { code, stderr } = await run(
        ['serve', '--port', '0', '--logs', 'traffic.ndjson', '--data', '/proc/cfw-flow'],
        folder,
      );
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^error: The data directory \/proc\/cfw-flow can't be created .* Choose another directory/,
      );
    },
  );

  it('a data directory that is open elsewhere is refused, with what to do', async () => {
    const folder = await folderOf({
      'traffic.ndjson': sampleLog(),
      'more.ndjson': sampleLog(1e12),
    });
    await serve(['--logs', 'traffic.ndjson'], folder);
    for (const args of [
      ['serve', '--port', '0'],
      ['ingest', 'more.ndjson'],
    ]) {
      const { code, stdout, stderr } = await run(args, folder);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch('.cfw-flow is in use');
      expect(stderr).toMatch('stop it and start it again with `cfw-flow serve --logs PATH`');
    }
  });

  it.each([
    ['--data', '--demo keeps its traffic in memory, so it takes no --data.'],
    ['--logs', '--demo makes its own traffic, so it takes no --logs.'],
    ['--watch', '--demo makes its own traffic, so it takes no --watch.'],
  ])('--demo and %s exclude each other, whatever is there', async (option, message) => {
    const { code, stderr } = await run(['serve', '--demo', option, 'd'], await temporaryFolder());
    expect([code, stderr]).toEqual([2, `error: ${message} Leave one of them out.\n`]);
  });
});
