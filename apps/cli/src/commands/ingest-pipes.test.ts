// @module-tag slow

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { flowLine, ndjson, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve, shell, start } from '../testing/program.ts';

/** Lines of flows, of which no other number has the like. */
function lines(from: number, to: number): string {
  const times = Array.from({ length: to - from }, (_, index) => SAMPLE_TIME + from + index);
  return ndjson(times.map((end_time) => flowLine({ end_time })));
}

/** Ingests what is written into standard input. */
async function pipe(content: string | Uint8Array, folder: string, args = ['-']) {
  const running = start(['ingest', ...args], folder);
  running.input.end(content);
  return running.outcome;
}

async function namedPipe(folder: string): Promise<string> {
  const name = path.join(folder, 'pipe');
  await promisify(execFile)('mkfifo', [name]);
  return name;
}

async function flowsIn(folder: string): Promise<number> {
  return JSON.parse((await run(['stats', '--json'], folder)).stdout).flows;
}

describe.skipIf(process.platform === 'win32')('cfw-flow ingest of a pipe', () => {
  it('takes standard input, plain, gzip or zstd, and counts the same lines once, file or pipe', async () => {
    const folder = await folderOf({ 'a.log': sampleLog() });
    const first = await pipe(gzipSync(sampleLog()), folder);
    expect([first.code, first.stderr, first.stdout.split('\n')]).toEqual([
      0,
      '',
      [
        'file            flows  rejected',
        'standard input      6         0  ingested',
        '1 file              6         0',
        '',
      ],
    ]);
    for (const again of [
      await run(['ingest', 'a.log'], folder),
      await pipe(sampleLog(), folder, ['/dev/stdin']),
      await pipe(zstdCompressSync(sampleLog()), folder, ['-', '-', '/dev/stdin']),
    ]) {
      expect([again.code, again.stdout]).toEqual([0, expect.stringMatching('already ingested')]);
    }
    const grown = await pipe(`${sampleLog()}${ndjson([flowLine()])}`, folder);
    expect(grown.stdout).toMatch(/^standard input +1 +0 +ingested$/m);
  });

  it('takes what a shell puts in place of a command, a redirected file and a named pipe', async () => {
    const folder = await folderOf({
      'a.log.gz': gzipSync(lines(0, 10)),
      'b.log': lines(10, 15),
      'c.log': lines(15, 17),
    });
    const taken = await shell('cfw-flow ingest <(zcat a.log.gz) <(cat b.log) - < c.log', folder);
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(taken.stdout).toMatch(/^3 files +17 +0 *$/m);
    const fifo = await shell(
      'mkfifo pipe && (cat a.log.gz > pipe &) && cfw-flow ingest pipe',
      folder,
    );
    expect([fifo.code, fifo.stdout]).toEqual([
      0,
      expect.stringMatching(/^pipe +already ingested$/m),
    ]);
  });

  it('goes on with the columns, and the hosts, that lines before name', async () => {
    const event = (event_type: string, more: object) => ({
      timestamp: '2026-11-20T10:00:09.000000+0000',
      event_type,
      flow_id: 7,
      src_ip: '10.0.0.8',
      dest_ip: '8.8.8.8',
      proto: 'TCP',
      ...more,
    });
    const flow = { start: '2026-11-20T10:00:00.000000+0000', bytes_toserver: 7, bytes_toclient: 8 };
    const header = '#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n';
    const conn = (second: number) =>
      `171441720${second}.5\tC1\t203.0.113.1\t198.51.100.7\ttcp\tSF\n`;
    const other = event('flow', { flow_id: 8, flow });
    const named = event('tls', { tls: { sni: 'shop.example' } });
    for (const [before, added] of [
      [header + conn(1), conn(2)],
      [
        ndjson([JSON.stringify(other), JSON.stringify(named)]),
        ndjson([JSON.stringify(event('flow', { flow }))]),
      ],
    ] as const) {
      const folder = await folderOf({});
      expect((await pipe(before, folder)).stdout).toMatch(/^standard input +1 +0 +\d +ingested$/m);
      const grown = await pipe(gzipSync(before + added), folder);
      expect(grown.stdout).toMatch(/^standard input +1 +0 .*ingested$/m);
      expect(await flowsIn(folder)).toBe(2);
      if (before === header + conn(1)) continue;
      const { url } = await serve([], folder);
      const window = ['--from', '2026-11-20T10:00Z', '--to', '2026-11-20T11:00Z', '--json'];
      const ask = ['top', 'dst_host', '--log-type', 'internet', '--endpoint', url, ...window];
      const { records } = JSON.parse((await run(ask, folder)).stdout);
      expect(records).toMatchObject([{ item: 'shop.example', sessions: 1 }]);
    }
  });

  it('keeps the whole lines of a writer that died, and goes on there with all of it', async () => {
    const folder = await folderOf({ 'a.log': lines(0, 20) });
    const died = await shell(
      'mkfifo pipe && (head -c 3000 a.log > pipe &) && cfw-flow ingest pipe',
      folder,
    );
    expect(died.stdout).toMatch(/^pipe +10 +1 +ingested$/m);
    expect(died.stderr).toMatch(/^ {2}pipe:11: not JSON/m);
    const cut = gzipSync(lines(0, 20)).subarray(0, -10);
    const damaged = await pipe(cut, folder);
    expect([damaged.code, damaged.stderr]).toEqual([
      1,
      expect.stringMatching(/^standard input is a gzip file that ends too early\./m),
    ]);
    const whole = await pipe(lines(0, 20), folder);
    expect(whole.stdout).toMatch(/^standard input +10 +0 +ingested$/m);
  });

  it('takes as a whole what begins like a log that was ingested, however late they differ', async () => {
    const [before, after] = [lines(0, 30_000), lines(40_000, 41_000)];
    expect(Buffer.byteLength(before)).toBeGreaterThan(6_000_000);
    const folder = await folderOf({ 'a.log': before + lines(30_000, 31_000) });
    await run(['ingest', 'a.log'], folder);
    const { code, stdout } = await pipe(before + after, folder);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^standard input +31,000 +0 /m)]);
    expect((await pipe(before + after, folder)).stdout).toMatch('already ingested');
    expect(await readdir(path.join(folder, '.cfw-flow'))).not.toContainEqual(
      expect.stringMatching('pipe'),
    );
    expect((await run(['verify'], folder)).code).toBe(0);
  });

  it('ends at once with Ctrl+C while it waits for a pipe that is silent', async () => {
    for (const written of ['', lines(0, 10), lines(0, 10_000)]) {
      const folder = await folderOf({});
      const name = await namedPipe(folder);
      const running = start(['ingest', name], folder);
      onTestFinished(async () => void (await running.end('SIGKILL')));
      const writer = await open(name, 'r+');
      if (written !== '') await writer.writeFile(written);
      const database = path.join(folder, '.cfw-flow/flows.duckdb');
      await expect.poll(() => existsSync(database)).toBe(true);
      await setTimeout(1000);
      // Nothing else can end it: the writer stays.
      const { code, stderr } = await running.end();
      expect([code, stderr]).toEqual([1, expect.stringMatching('Interrupted. What was ingested')]);
      await writer.close();
    }
  });

  it('says that nothing came, and refuses a terminal', async () => {
    const folder = await folderOf({});
    const empty = await pipe('', folder);
    expect([empty.code, empty.stderr]).toEqual([
      0,
      'standard input was empty. If that is unexpected, see what wrote into it.\n',
    ]);
    // Of util-linux, it runs a command on a terminal.
    if (process.platform !== 'linux' || !existsSync('/usr/bin/script')) return;
    const command = 'script -qec "$(declare -f cfw-flow); cfw-flow ingest -" /dev/null';
    const { code, stdout } = await shell(`export SHELL=/bin/bash; ${command}`, folder);
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/Standard input is a terminal.*zcat traffic\.gz \| cfw-flow ingest -/s),
    ]);
  });

  it('shows with --dry-run what would be ingested', async () => {
    const folder = await folderOf({});
    const { code, stdout } = await pipe(gzipSync(sampleLog()), folder, ['-', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch('standard input  CFW traffic log from LTS, detected by its content');
    expect(stdout).toMatch('6 lines: 6 flows, 0 rejected');
    expect(existsSync(path.join(folder, '.cfw-flow'))).toBe(false);
  });

  it('is refused by serve, with what to do', async () => {
    const folder = await folderOf({});
    const name = path.basename(await namedPipe(folder));
    for (const [given, told] of [
      ['-', /standard input is a pipe.*cfw-flow ingest - --data \.cfw-flow/s],
      [name, /pipe is a pipe.*cfw-flow ingest pipe --data \.cfw-flow/s],
    ] as const) {
      const { code, stderr } = await run(['serve', '--logs', given], folder);
      expect([code, stderr]).toEqual([2, expect.stringMatching(told)]);
    }
  });

  it('counts all flows of several gzip files in one pipe', async () => {
    const folder = await folderOf({ 'a.log.gz': gzipSync(lines(0, 20_000)) });
    const { code, stdout } = await shell(
      'for n in 1 2 3 4 5 6; do cat a.log.gz; done | cfw-flow ingest -',
      folder,
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^standard input +120,000 +0 /m)]);
    expect(await flowsIn(folder)).toBe(120_000);
  });
});
