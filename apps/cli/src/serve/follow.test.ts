// @module-tag slow

import {
  appendFile,
  copyFile,
  mkdir,
  open,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { flowLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { folderOf, run, serve, start } from '../testing/program.ts';

/** Lines of flows, of which no other number has the like. */
function lines(from: number, to: number): string {
  return ndjson(
    Array.from({ length: to - from }, (_, index) =>
      flowLine({ to_s_bytes: from + index, end_time: SAMPLE_TIME + from + index }),
    ),
  );
}

interface Sums {
  flows: number;
  /** Sum of the numbers of the flows. */
  bytes: number;
}

/** What a server says of all flows. */
async function sums(url: string): Promise<Sums> {
  const context = await (await fetch(`${url}/console/context.json`)).json();
  const [held] = context.firewalls;
  if (held === undefined) return { flows: 0, bytes: 0 };
  const query = new URLSearchParams({
    fw_instance_id: held.fw_instance_id,
    log_type: 'internet',
    item: 'dst_port',
    start_time: String(SAMPLE_TIME - 1),
    end_time: String(SAMPLE_TIME + 1e9),
  });
  const answer = await fetch(
    `${url}/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic?${query}`,
  );
  const { data } = await answer.json();
  return { flows: held.flows, bytes: data.records[0].request_byte };
}

/** The sums of the flows from 0. */
function upTo(count: number): Sums {
  return { flows: count, bytes: (count * Math.max(0, count - 1)) / 2 };
}

async function expectSums(url: string, expected: Sums): Promise<void> {
  await expect.poll(() => sums(url), { interval: 100 }).toEqual(expected);
  // Nor is anything added later.
  await setTimeout(500);
  expect(await sums(url)).toEqual(expected);
}

const following = ['--watch', 'logs', '--watch-every', '200ms'];

describe('cfw-flow serve --watch', () => {
  it('ingests what is there, appended lines, new files, and each line once over rotations and a kill', async () => {
    const folder = await folderOf({ 'logs/a.log': lines(0, 10) });
    const log = path.join(folder, 'logs/a.log');
    const first = await serve(following, folder);
    await expectSums(first.url, upTo(10));

    const next = lines(10, 20);
    await appendFile(log, next.slice(0, -30));
    await expectSums(first.url, upTo(19));
    await appendFile(log, next.slice(-30));
    await expectSums(first.url, upTo(20));

    // Rotated, with lines that came just before.
    await appendFile(log, lines(20, 22));
    await rename(log, `${log}.1`);
    await writeFile(log, lines(22, 30));
    await expectSums(first.url, upTo(30));

    await writeFile(`${log}.2.gz`, gzipSync(lines(0, 22)));
    await rm(`${log}.1`);
    await expectSums(first.url, upTo(30));

    // Copied elsewhere and truncated.
    await appendFile(log, lines(30, 35));
    await copyFile(log, `${log}.1`);
    await truncate(log);
    await appendFile(log, lines(35, 36));
    await expectSums(first.url, upTo(36));

    await mkdir(path.join(folder, 'logs/deep'));
    await writeFile(path.join(folder, 'logs/deep/b.ndjson'), lines(36, 40));
    await expectSums(first.url, upTo(40));

    await first.end('SIGKILL');
    await appendFile(log, lines(40, 45));
    const second = await serve(following, folder);
    await expectSums(second.url, upTo(45));
    await appendFile(log, lines(45, 50));
    await expectSums(second.url, upTo(50));
    const { code, stderr } = await second.end();
    expect([code, stderr]).toEqual([0, expect.stringMatching('5 flows ingested from 1 file')]);
    expect((await run(['verify'], folder)).code).toBe(0);
  }, 180_000);

  it('reads on behind the NULs under a writer that keeps its place when its log is truncated', async () => {
    const folder = await folderOf({ 'logs/a.log': '' });
    const log = path.join(folder, 'logs/a.log');
    const writer = await open(log, 'r+');
    let place = 0;
    const write = async (text: string) => {
      place += (await writer.write(Buffer.from(text), 0, undefined, place)).bytesWritten;
    };
    const server = await serve(following, folder);
    await write(lines(0, 10));
    await expectSums(server.url, upTo(10));
    place = 20 << 20;
    await truncate(log);
    await write(lines(10, 20));
    await expectSums(server.url, upTo(20));
    await write(lines(20, 25));
    await expectSums(server.url, upTo(25));
    await copyFile(log, `${log}.1`);
    await truncate(log);
    await write(lines(25, 30));
    await expectSums(server.url, upTo(30));
    await writer.close();
    const { code, stderr } = await server.end();
    expect([code, stderr]).toEqual([0, expect.not.stringMatching('rejected')]);
    expect((await run(['ingest', 'logs'], folder)).stdout).not.toMatch(/ [1-9]\d* .*ingested$/m);
    expect((await run(['verify'], folder)).code).toBe(0);
  });

  it('starts with an empty folder, and reports what is wrong with a file once', async () => {
    const folder = await folderOf({ 'logs/readme.txt': '' });
    const server = await serve(following, folder);
    expect(await sums(server.url)).toEqual(upTo(0));
    const broken = path.join(folder, 'logs/1.log.gz');
    await writeFile(broken, gzipSync(lines(0, 1000)).subarray(0, 300));
    // From before the clock was put back a day, or from a disk with another clock.
    const future = path.join(folder, 'logs/3.log.gz');
    await writeFile(future, gzipSync(lines(5, 1000)).subarray(0, 300));
    await utimes(future, Date.now() / 1000 + 86_400, Date.now() / 1000 + 86_400);
    const forged = path.join(folder, 'logs/4\nforged.log.gz');
    await writeFile(forged, gzipSync(lines(9, 1000)).subarray(0, 300));
    await writeFile(path.join(folder, 'logs/2.log'), `${lines(0, 5)}bad\n`);
    await expectSums(server.url, upTo(5));
    for (const name of ['1', '3', String.raw`4\\nforged`]) {
      await server.notes(new RegExp(`${name}\\.log\\.gz is a gzip file that ends too early`));
    }
    // All files were looked at again when this one is ingested.
    await writeFile(path.join(folder, 'logs/5.log'), lines(5, 6));
    await expectSums(server.url, upTo(6));
    const { stdout, stderr } = await server.end();
    expect(stdout).toMatch(/^No flows yet\.\nFollowing logs$/m);
    expect(stderr.match(/1\.log\.gz is a gzip file that ends too early/g)).toHaveLength(1);
    expect(stderr.match(/^logs.4\\nforged\.log\.gz is a gzip/gm)).toHaveLength(1);
    expect(stderr.match(/3\.log\.gz is a gzip file that ends too early/g)).toHaveLength(1);
    expect(stderr).toMatch(
      /^(5 flows ingested from 1 file|6 flows ingested from 2 files); 1 line rejected\.\n {2}logs.2\.log:6: /m,
    );
  });

  it('follows flow logs of every format, and names once what lies beside them', async () => {
    const dns = '#path\tdns\n#fields\tts\tuid\tquery\n';
    const folder = await folderOf({
      'logs/conn.log': '#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n',
      'logs/dns.log': dns,
      'logs/eve.log': '{"timestamp":"2026-11-20T10:00:09.000000+0200","event_type":"stats"}\n',
      'logs/lts.log': lines(0, 5),
      'logs/page.log': '<html>\n',
      'logs/notes.txt': '',
    });
    const at = (name: string) => path.join(folder, 'logs', name);
    const server = await serve(following, folder);
    await expectSums(server.url, upTo(5));
    for (let times = 0; times < 5; times++) {
      await appendFile(at('dns.log'), '1714417200.5\tC1\ta.example\n');
      await setTimeout(300);
    }
    await rename(at('dns.log'), at('dns.1.log'));
    await writeFile(at('dns.log'), dns);
    await writeFile(at('fast.log'), '11/27/2026-10:00:00.000000  [**] [1:1:1] TEST [**]\n');
    await writeFile(at('capture.pcap'), '');
    await writeFile(at('more.txt'), '');
    // What was a log without flows may become one with flows.
    await writeFile(at('http.log'), '{"_path":"http","uid":"C1"}\n');
    await server.notes(/Zeek http/);
    await writeFile(at('http.log'), lines(5, 9));
    await expectSums(server.url, upTo(9));
    for (const named of [/Suricata fast/, /capture\.pcap/]) await server.notes(named);
    const { stderr } = await server.end();
    const names = [
      'page.log is of no',
      'Zeek dns',
      'Zeek http',
      'Suricata fast',
      'notes.txt',
      'capture.pcap',
    ];
    const times = names.map((name) => stderr.split(name).length - 1);
    expect(times).toEqual([1, 1, 1, 1, 1, 1]);
    expect(stderr).not.toMatch('more.txt');
  });

  it('refuses a folder that is none', async () => {
    const folder = await folderOf({ 'a.log': '' });
    for (const [name, told] of [
      ['a.log', 'a.log is not a folder. --watch follows folders'],
      ['missing', 'There is no file or folder missing.'],
    ] as const) {
      const { code, stderr } = await start(['serve', '--watch', name], folder).outcome;
      expect([code, stderr]).toEqual([1, expect.stringContaining(told)]);
    }
  });
});
