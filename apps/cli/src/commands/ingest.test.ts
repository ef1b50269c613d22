// @module-tag slow

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { largeLog } from '../testing/large-log.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { firstCommit, firstFile, type Moment } from '../testing/moment.ts';
import { folderOf, run, serve, shell } from '../testing/program.ts';

/** A connection as Zeek writes it in JSON. */
const connLine = {
  ts: SAMPLE_TIME / 1000,
  uid: 'C0',
  'id.orig_h': '10.0.0.5',
  'id.orig_p': 40_000,
  'id.resp_h': '192.0.2.1',
  'id.resp_p': 443,
  proto: 'tcp',
  conn_state: 'SF',
};

/** A flow as Suricata writes it. */
const eveFlow = {
  timestamp: '2026-11-20T10:00:09.000000+0200',
  event_type: 'flow',
  src_ip: '10.0.0.8',
  src_port: 5,
  dest_ip: '8.8.8.8',
  dest_port: 443,
  proto: 'TCP',
  flow: { bytes_toserver: 7, bytes_toclient: 8, start: '2026-11-20T10:00:00.000000+0200' },
};

/** A count as the program prints it. */
function number(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** The hosts of all flows. */
async function hostsOf(url: string): Promise<string[]> {
  const query = new URLSearchParams({
    fw_instance_id: FIREWALL,
    log_type: 'internet',
    item: 'dst_host',
    size: '100',
    start_time: String(SAMPLE_TIME - 1),
    end_time: String(SAMPLE_TIME + 1e9),
  });
  const path = '/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic';
  const { data } = await (await fetch(`${url}${path}?${query}`)).json();
  return data.records.map(({ item }: { item: string }) => item).sort();
}

describe('cfw-flow ingest', () => {
  it('takes files in and sums up', async () => {
    const folder = await folderOf({
      'a.ndjson': sampleLog(),
      'b.ndjson.gz': gzipSync(ndjson([flowLine({ dst_port: 1 }), 'broken'])),
    });
    const first = await run(['ingest', 'a.ndjson', 'b.ndjson.gz', '--data', 'kept'], folder);
    expect(first.stdout.split('\n')).toEqual([
      'file         flows  rejected',
      'a.ndjson         6         0  ingested',
      'b.ndjson.gz      1         1  ingested',
      '2 files          7         1',
      '',
    ]);
    expect(first.code).toBe(0);
    const again = await run(['ingest', 'a.ndjson', '--data', 'kept'], folder);
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching('already ingested')]);
    const { stdout } = await (await serve(['--data', 'kept'], folder)).end();
    expect(stdout).toMatch('7 flows');
  });

  it('ends with 1 when no line of a file is a flow, and so does a dry run', async () => {
    const folder = await folderOf({
      'page.log': ndjson(['<html>', '</html>']),
      'a.log': sampleLog(),
    });
    const args = ['ingest', 'page.log', 'a.log', '--data', 'kept', '--format', 'lts'];
    const { code, stdout, stderr } = await run(args, folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^page\.log +0 +2 +no flow in it$/m)]);
    expect(stderr).toMatch('page.log: 2 lines rejected, none is a flow\n');
    expect(stderr).toMatch('error: 1 source failed, see above.');
    expect((await run([...args, '--dry-run'], folder)).code).toBe(1);
    const { stderr: told } = await (
      await serve(['--logs', 'page.log', 'a.log', '--format', 'lts'], folder)
    ).end();
    expect(told).toMatch(
      /6 flows loaded from 2 files .*; no line of 1 file is a flow, see above\./,
    );
  });

  it('skips the NULs that copytruncate leaves under a writer, in a dry run too', async () => {
    const folder = await folderOf({
      'a.log': Buffer.concat([Buffer.alloc(20 << 20), Buffer.from(sampleLog())]),
      // Two of them, put together.
      'b.log.gz': gzipSync(
        Buffer.concat([
          Buffer.from(sampleLog(SAMPLE_TIME + 1e7)),
          Buffer.alloc(20 << 20),
          Buffer.from(sampleLog(SAMPLE_TIME + 2e7)),
        ]),
      ),
      'lines.log': sampleLog(),
    });
    const dry = await run(['ingest', 'a.log', 'b.log.gz', '--dry-run'], folder);
    expect([dry.code, dry.stderr]).toEqual([0, '']);
    expect(dry.stdout).toMatch('6 lines: 6 flows, 0 rejected');
    expect(dry.stdout).toMatch('12 lines: 12 flows, 0 rejected');
    const taken = await run(['ingest', 'a.log', 'b.log.gz', 'lines.log'], folder);
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(taken.stdout).toMatch(/^a\.log +6 +0 +ingested$/m);
    expect(taken.stdout).toMatch(/^b\.log\.gz +12 +0 +ingested$/m);
    // What is in it is the same with and without them.
    expect(taken.stdout).toMatch(/^lines\.log +already ingested$/m);
    const again = await run(['ingest', 'b.log.gz'], folder);
    expect(again.stdout).toMatch(/^b\.log\.gz +already ingested$/m);
    expect((await run(['verify'], folder)).code).toBe(0);
  });

  it('does not take a few lines behind NULs for the beginning of other lines behind NULs', async () => {
    const nuls = Buffer.alloc(1 << 20);
    const folder = await folderOf({
      'a.log': Buffer.concat([nuls, nuls, Buffer.from(sampleLog().repeat(200))]),
      'b.log': Buffer.concat([nuls, Buffer.from(sampleLog(SAMPLE_TIME + 1e7))]),
    });
    const { stdout } = await run(['ingest', 'a.log', 'b.log'], folder);
    expect(stdout).toMatch(/^b\.log +6 +0 +ingested$/m);
  });

  it('rejects lines of more than 16 MiB, and no others, in a dry run too', async () => {
    const line = (bytes: number, text = 'h') => {
      const rest = bytes - Buffer.byteLength(JSON.stringify(flowLine({ dst_host: '' })));
      return JSON.stringify(flowLine({ dst_host: text.repeat(rest / Buffer.byteLength(text)) }));
    };
    const limit = 16 << 20;
    const folder = await folderOf({
      'a.log': ndjson([flowLine(), line(limit), line(limit + 1), line(limit + 3, 'é'), flowLine()]),
    });
    const ways = [
      { args: ['--dry-run'], rejected: /line 3 and 1 like it: longer than 16777216 bytes/ },
      { args: [], rejected: /:3: longer than 16777216 bytes\n.*:4: longer than 16777216 bytes/ },
    ];
    for (const { args, rejected } of ways) {
      const { code, stdout, stderr } = await run(['ingest', 'a.log', ...args], folder);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/3 flows, 2 rejected|3 +2 +ingested/),
      ]);
      expect(stdout + stderr).toMatch(rejected);
    }
  });

  it.skipIf(process.platform !== 'linux')('names a file whose name is not in UTF-8', async () => {
    const folder = await folderOf({ 'logs/a.log': sampleLog() });
    const name = Buffer.concat([
      Buffer.from(`${folder}/logs/caf`),
      Buffer.from([0xe9, 0x2e, 0x6c]),
    ]);
    await writeFile(Buffer.concat([name, Buffer.from('og')]), sampleLog(SAMPLE_TIME + 1e7));
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^1 file +6 /m)]);
    expect(stderr).toMatch(
      "logs/caf\uFFFD.log can't be opened: its name is not in UTF-8. None of it was ingested.\n",
    );
    const piped = await shell(`cfw-flow ingest - < logs/caf$'\\xe9'.log`, folder);
    expect(piped.stdout).toMatch(/^standard input +6 +0 +ingested$/m);
  });

  it('refuses a file of no format, with what was expected and what was seen', async () => {
    const folder = await folderOf({ 'page.log': ndjson(['<html>', '</html>']) });
    const { code, stdout, stderr } = await run(['ingest', 'page.log'], folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^page\.log +failed$/m)]);
    expect(stderr).toMatch(/page\.log is of no format that is understood/);
    expect(stderr).toMatch('<html>');
    expect(stderr).toMatch(/^.*eve +Suricata EVE: JSON with/m);
  });

  it('takes the flows of a folder of Zeek, with hosts from beside, and skips its comments', async () => {
    const folder = await folderOf({
      'zeek/conn.1.log.zst': zstdCompressSync(
        '#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n' +
          '1714417200.5\tC1\t203.0.113.1\t198.51.100.7\ttcp\tSF\n#close\tnow\n',
      ),
      'zeek/ssl.1.log.zst': zstdCompressSync(
        '#path\tssl\n#fields\tuid\tserver_name\nC1\ta.example\n',
      ),
      'zeek/dns.1.log.zst': '{"_path":"dns","uid":"C1"}\n',
    });
    const args = ['ingest', 'zeek', '--internal-networks', '198.51.100.0/24', '2001:db8::/32'];
    const { code, stdout, stderr } = await run(args, folder);
    expect([code, stderr]).toEqual([0, '2 logs without flows passed over: Zeek dns, ssl.\n']);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['file', 'flows', 'rejected', 'skipped'],
      [path.join('zeek', 'conn.1.log.zst'), '1', '0', '2', 'ingested'],
      ['1 file', '1', '0', '2'],
      [''],
    ]);
    const { url } = await serve([], folder);
    const { firewalls } = await (await fetch(`${url}/console/context.json`)).json();
    expect(firewalls[0].traffic).toEqual([{ log_type: 'internet', direction: 'out2in', flows: 1 }]);
  });

  it('finds the hosts of connections that end after a rotation, and those of JSON streaming logs', async () => {
    const conn = (uid: string) => JSON.stringify({ ...connLine, uid });
    const ssl = (uid: string) =>
      JSON.stringify({ _path: 'ssl', ts: connLine.ts, uid, server_name: `${uid}.example` });
    const folder = await folderOf({
      'logs/2026-11-26/ssl.23:00:00-00:00:00.log.gz': gzipSync(ndjson([ssl('day-before')])),
      'logs/2026-11-27/conn.00:00:00-01:00:00.log.gz': gzipSync(
        ndjson(['day-before', 'same-hour', 'hour-after', 'long-after'].map(conn)),
      ),
      'logs/2026-11-27/ssl.00:00:00-01:00:00.log.gz': gzipSync(ndjson([ssl('same-hour')])),
      'logs/2026-11-27/ssl.01:00:00-02:00:00.log.gz': gzipSync(ndjson([ssl('hour-after')])),
      'logs/2026-11-27/ssl.02:00:00-03:00:00.log.gz': gzipSync(ndjson([ssl('long-after')])),
      'logs/json_streaming_conn.1.log': ndjson(['old', 'older'].map(conn)),
      'logs/json_streaming_ssl.1.log': ndjson([ssl('old')]),
      'logs/json_streaming_ssl.2.log.gz': gzipSync(ndjson([ssl('older')])),
    });
    const { code, stderr } = await run(['ingest', 'logs'], folder);
    expect(stderr).toMatch(/^6 logs without flows passed over: Zeek ssl \(6\)\.$/m);
    expect(code).toBe(0);
    const { url } = await serve([], folder);
    expect(await hostsOf(url)).toEqual([
      'day-before.example',
      'hour-after.example',
      'old.example',
      'older.example',
      'same-hour.example',
    ]);
  });

  it('takes every flow log of a folder, whatever lies beside it, and names what has no flows', async () => {
    const conn = { ...connLine, uid: 'C1' };
    const folder = await folderOf({
      'logs/conn.log': ndjson([JSON.stringify(conn)]),
      'logs/dns.log': ndjson([JSON.stringify({ ...conn, conn_state: undefined, query: 'a' })]),
      'logs/eve.log': ndjson([JSON.stringify(eveFlow)]),
      'logs/fast.log': '11/27/2026-10:00:00.000000  [**] [1:1:1] TEST [**] [Priority: 3]\n',
      'logs/files.log': '{"ts":1795770000.5,"fuid":"F1"}\n',
      'logs/files.1.log': '#separator \\x09\n#path\tfiles\n#fields\tts\tfuid\n',
      'logs/lts.log.2026-11-27T09:00:00Z': sampleLog(),
      'logs/stats.log': 'Counter | TM Name | Value\n',
      'logs/vpc.log':
        '2 1 eni-1 10.0.0.5 192.0.2.1 40000 443 6 1 40 1732700000 1732700060 ACCEPT OK\n',
      'logs/flows.txt': 'src,dst\n',
      'logs/.hidden.swp': '',
    });
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect([code, rows]).toEqual([
      0,
      [
        ['file', 'flows', 'rejected'],
        [path.join('logs', 'conn.log'), '1', '0', 'ingested'],
        [path.join('logs', 'eve.log'), '1', '0', 'ingested'],
        [path.join('logs', 'lts.log.2026-11-27T09:00:00Z'), '6', '0', 'ingested'],
        [path.join('logs', 'vpc.log'), '1', '0', 'ingested'],
        ['4 files', '9', '0'],
        [''],
      ],
    ]);
    expect(stderr.split('\n')).toEqual([
      '5 logs without flows passed over: Suricata fast, stats; Zeek dns, files (2).',
      `1 file not named like a log passed over: ${path.join('logs', 'flows.txt')}.`,
      '',
    ]);
    const { stdout: dry, stderr: told } = await run(['ingest', 'logs', '--dry-run'], folder);
    expect(dry).toMatch('eve.log  Suricata EVE, detected by its content');
    expect(told).toBe(stderr);
  });

  it('ingests nothing of a log without flows, though a format is named', async () => {
    const folder = await folderOf({
      'dns.log':
        '#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\n1714417200.5\tC1\t10.0.0.1\t192.0.2.1\tudp\n',
    });
    const { code, stdout, stderr } = await run(['ingest', 'dns.log', '--format', 'zeek'], folder);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('1 log without flows passed over: Zeek dns.\n');
  });

  it('keeps the good lines of a file of two formats, and says what the others look like', async () => {
    const folder = await folderOf({
      'a.log': ndjson([flowLine(), JSON.stringify(eveFlow), 'broken', flowLine({ dst_port: 1 })]),
      'b.log':
        '2 1 eni-1 10.0.0.5 192.0.2.1 40000 443 6 1 40 1732700000 1732700060 ACCEPT OK\n' +
        ndjson([JSON.stringify(connLine)]),
    });
    const { code, stdout, stderr } = await run(['ingest', 'a.log', 'b.log'], folder);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^2 files +3 +3$/m)]);
    expect(stderr.split('\n')).toEqual([
      'a.log: 2 lines rejected, 2 flows ingested',
      '  a.log:2: log_type is missing; it looks like a line of Suricata EVE',
      expect.stringMatching(/^ {2}a\.log:3: not JSON: [^;]*$/),
      'b.log: 1 line rejected, 1 flow ingested',
      '  b.log:2: has 1 values, not 14; it looks like a line of Zeek conn, JSON',
      '',
    ]);
    const dry = await run(['ingest', 'a.log', '--dry-run'], folder);
    expect(dry.stdout).toMatch('it looks like a line of Suricata EVE');
  });

  it('names the first files of no known format in a folder, and counts the others', async () => {
    const names = Array.from(
      { length: 300 },
      (_, index) => `logs/${String(index).padStart(4, '0')}`,
    );
    const folder = await folderOf({
      'logs/a.log': sampleLog(),
      ...Object.fromEntries(names.map((name) => [`${name}.json`, '{"setting":1}\n'])),
      ...Object.fromEntries(names.map((name) => [`${name}.pcap`, ''])),
    });
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
    const [rows, told] = [stdout.split('\n'), stderr.split('\n')];
    expect([code, rows.length]).toEqual([1, 14]);
    expect(stdout).toMatch(/^301 files +6 +0$/m);
    expect(told.length).toBeLessThan(40);
    expect(told.filter((line) => line.includes('is of no format'))).toHaveLength(10);
    expect(told.slice(-4)).toEqual([
      '… and 290 more files of no format that is understood.',
      expect.stringMatching(
        /^300 files not named like logs passed over: \S+0\.pcap, \S+1\.pcap, \S+2\.pcap and 297 more\.$/,
      ),
      'error: 300 sources failed, see above. Once repaired, the same command adds what is missing.',
      '',
    ]);
  });

  it('says of a file that was removed after it was found that it is gone, and keeps the others', async () => {
    const folder = await folderOf({
      'logs/1.log': sampleLog(),
      'logs/2.log': sampleLog(SAMPLE_TIME + 1e7),
      'logs/3.log': sampleLog(SAMPLE_TIME + 2e7),
    });
    const removing = { ...firstFile, remove: path.join(folder, 'logs/2.log') };
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder, removing);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^3 files +12 +0$/m)]);
    expect(stderr).toMatch(/^logs.2\.log was removed or renamed after it had been found\./m);
  });

  it('reads no data directory of its own that lies in a folder', async () => {
    const folder = await folderOf({ 'a.log': ndjson([flowLine(), 'broken']) });
    await run(['ingest', '.'], folder);
    const { code, stdout } = await run(['ingest', '.'], folder);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^a\.log +already ingested\n1 file/m),
    ]);
  });

  it('counts what was kept of a large file that fails, as stats does', async () => {
    const log = largeLog(50_000);
    const folder = await folderOf({
      'a.ndjson.gz': log.subarray(0, log.length - 100),
      'b.ndjson': sampleLog(),
    });
    const { code, stdout } = await run(['ingest', 'a.ndjson.gz', 'b.ndjson'], folder);
    expect(code).toBe(1);
    const [, kept = '0', all = '0'] =
      /^of failed files +([\d,]+) +ingested before\n2 files +([\d,]+) /m.exec(stdout) ?? [];
    expect(number(all)).toBe(number(kept) + 6);
    expect(number(kept)).toBeGreaterThan(0);
    expect((await run(['stats'], folder)).stdout).toMatch(new RegExp(`^flows +${all}$`, 'm'));
  });

  it('leaves no data directory when nothing was ingested, and keeps one that was there', async () => {
    const folder = await folderOf({ 'a.log': 'no log\n', 'b.ndjson': sampleLog() });
    expect((await run(['ingest', 'a.log'], folder)).code).toBe(1);
    expect((await readdir(folder)).toSorted()).toEqual(['a.log', 'b.ndjson']);
    await run(['ingest', 'b.ndjson'], folder);
    expect((await run(['ingest', 'a.log'], folder)).code).toBe(1);
    expect((await run(['stats'], folder)).stdout).toMatch(/^flows +6$/m);
  });

  it('keeps the good files around a truncated gzip and a missing one, and ends with 1', async () => {
    const whole = gzipSync(
      ndjson(Array.from({ length: 500 }, (_, n) => flowLine({ src_port: n }))),
    );
    const folder = await folderOf({
      '1.ndjson': sampleLog(),
      '2.ndjson.gz': whole.subarray(0, whole.length - 20),
      '3.ndjson': sampleLog(SAMPLE_TIME + 1e7),
    });
    const paths = ['1.ndjson', '2.ndjson.gz', 'missing.ndjson', '3.ndjson'];
    const { code, stdout, stderr } = await run(['ingest', ...paths], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch('There is no file or folder missing.ndjson.');
    expect(stderr).toMatch(/2\.ndjson\.gz is a gzip file that ends too early/);
    expect(stderr).toMatch('2 sources failed');
    expect(stdout).toMatch(/2\.ndjson\.gz +failed/);
    expect((await (await serve([], folder)).end()).stdout).toMatch('12 flows');
  });

  it('gives flows that name no firewall the one of --firewall', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([flowLine(), flowLine({ fw_instance_id: FIREWALL })]),
    });
    await run(['ingest', 'a.ndjson', '--firewall', OTHER_FIREWALL.toUpperCase()], folder);
    const { url } = await serve([], folder);
    const { firewalls } = await (await fetch(`${url}/console/context.json`)).json();
    expect(firewalls.map((held: { fw_instance_id: string }) => held.fw_instance_id)).toEqual([
      OTHER_FIREWALL,
      FIREWALL,
    ]);
  });

  it('keeps a folder whose links lead nowhere or in circles', async () => {
    const folder = await folderOf({
      'logs/1.ndjson': sampleLog(),
      'logs/deep/2.ndjson': sampleLog(SAMPLE_TIME + 1e7),
      'elsewhere/3.ndjson': sampleLog(SAMPLE_TIME + 2e7),
    });
    const link = (to: string, name: string) => symlink(to, path.join(folder, 'logs', name));
    await link('gone.ndjson', '0.ndjson');
    await link('gone.txt', '0.txt');
    await link('round.log', 'round.log');
    await link('../elsewhere', 'folder.log');
    await link('../logs', 'deep/circle');
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['file', 'flows', 'rejected'],
      [path.join('logs', '1.ndjson'), '6', '0', 'ingested'],
      [path.join('logs', 'deep', '2.ndjson'), '6', '0', 'ingested'],
      [path.join('logs', 'folder.log', '3.ndjson'), '6', '0', 'ingested'],
      ['3 files', '18', '0'],
      [''],
    ]);
    expect([code, stderr.split('\n')]).toEqual([
      1,
      [
        'logs/0.ndjson is a link to a file that is not there. Repair the link or remove it.',
        'logs/round.log is a link that leads back to itself. Repair the link or remove it.',
        'error: 2 sources failed, see above. Once repaired, the same command adds what is missing.',
        '',
      ],
    ]);
  });

  it.skipIf(process.platform === 'win32')(
    'takes the logs of a folder that is called like one, and waits for no pipe',
    async () => {
      const folder = await folderOf({
        'logs/day.ndjson/1.log': sampleLog(),
        'logs/empty.log': '',
        'logs/wide.log': Buffer.from(`\uFEFF${sampleLog()}`, 'utf16le'),
      });
      await promisify(execFile)('mkfifo', [path.join(folder, 'logs/pipe.log')]);
      const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
      expect(stdout).toMatch(/^logs\/day\.ndjson\/1\.log +6 +0 +ingested$/m);
      expect(stdout).toMatch(/^logs\/pipe\.log +failed$/m);
      expect([code, stderr.split('\n')]).toEqual([
        1,
        [
          'logs/pipe.log is a device or a pipe, not a log file. Write its lines to a file first.',
          expect.stringMatching(/^logs\/wide\.log is written in UTF-16/),
          'error: 2 sources failed, see above. Once repaired, the same command adds what is missing.',
          '',
        ],
      ]);
    },
  );

  it('says of a log in seconds what is wrong, once for each of its first lines', async () => {
    const lines = Array.from({ length: 8 }, () => flowLine({ end_time: SAMPLE_TIME / 1000 }));
    const folder = await folderOf({ 'a.ndjson': ndjson(lines) });
    const { stdout, stderr } = await run(['ingest', 'a.ndjson'], folder);
    expect(stdout).toMatch(/^a\.ndjson +0 +8 /m);
    expect(stderr).toMatch('a.ndjson: 8 lines rejected, none is a flow\n');
    expect(
      stderr.match(/not a time stamp in milliseconds: it looks like one in seconds/g),
    ).toHaveLength(5);
    expect(stderr).toMatch(/… and 3 more/);
  });

  // The superuser reads every folder.
  it.skipIf(process.getuid?.() === 0)('names a closed folder and keeps the rest', async () => {
    const folder = await folderOf({ 'logs/1.ndjson': sampleLog(), 'logs/closed/2.ndjson': '' });
    const closed = path.join(folder, 'logs/closed');
    await chmod(closed, 0);
    onTestFinished(() => chmod(closed, 0o700));
    const { code, stdout, stderr } = await run(['ingest', 'logs'], folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^1 file +6/m)]);
    expect(stderr).toMatch("logs/closed can't be read: permission denied.");
  });

  it('does not let a file name write to the terminal', async () => {
    const name = '\u001b[31m\nforged.ndjson';
    const folder = await folderOf({
      [name]: ndjson([flowLine(), 'broken']),
      [`${name}.gz`]: gzipSync('cut off').subarray(0, 12),
    });
    const { stdout, stderr } = await run(['ingest', '.', `${name}-missing`], folder);
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stdout + stderr).not.toMatch(/^forged/m);
    expect(stdout).toMatch(/^\\u001b\[31m\\u000aforged\.ndjson +1 +1 +ingested$/m);
    expect(stderr).toMatch(/^ {2}\\u001b\[31m\\u000aforged\.ndjson:2: /m);
    expect(stderr).toMatch(/forged\.ndjson\.gz is a gzip file that ends too early/);
    expect(stderr).toMatch(/no file or folder .*forged\.ndjson-missing/);
  });

  it('rolls up all that was ingested, and leaves the rest to the next time when interrupted', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) =>
      flowLine({
        src_ip: `10.0.${index >> 8}.${index & 255}`,
        end_time: SAMPLE_TIME + index * 1e5,
      }),
    );
    const folder = await folderOf({ 'a.ndjson': ndjson(many) });
    const { code, stdout, stderr } = await run(['ingest', 'a.ndjson'], folder, {
      printed: '^1 file +50,000 +0$',
      signal: 'SIGINT',
    });
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringMatching(/^1 file +50,000 +0$/m),
      expect.stringMatching('Interrupted while rolling up. All flows are kept'),
    ]);
    expect((await run(['verify'], folder)).stdout).toMatch(/^50,000 flows are not rolled up yet/m);
    expect((await run(['ingest', 'a.ndjson'], folder)).stdout).toMatch('already ingested');
    expect((await run(['verify'], folder)).stdout).toMatch(/^50,000 flows compared/);
  });

  it('ends soon when it is interrupted in a large file, keeps what it has, and goes on there', async () => {
    const folder = await folderOf({ 'a.log.gz': largeLog(1_200_000) });
    const interrupted: Moment = { ...firstCommit, signal: 'SIGINT' };
    const { code, stderr } = await run(['ingest', 'a.log.gz'], folder, interrupted);
    expect([code, stderr]).toEqual([1, expect.stringMatching('Interrupted. What was ingested')]);
    const { stdout } = await run(['ingest', 'a.log.gz'], folder);
    const added = Number(/^a\.log\.gz +([\d,]+)/m.exec(stdout)?.[1]?.replaceAll(',', ''));
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThanOrEqual(700_000);
    expect((await run(['stats', '--json'], folder)).stdout).toMatch('"flows": 1200000');
  }, 180_000);

  it('names a file that is truncated while it is read, and keeps what it had until then', async () => {
    const folder = await folderOf({ 'a.log': gunzipSync(largeLog(800_000)) });
    const { code, stdout, stderr } = await run(['ingest', 'a.log'], folder, {
      ...firstCommit,
      truncate: [path.join(folder, 'a.log'), 1000],
    });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^a\.log +failed$/m)]);
    expect(stderr).toMatch(/^a\.log was truncated while it was read\./m);
    const { flows, rejected } = JSON.parse((await run(['stats', '--json'], folder)).stdout);
    expect([flows > 500_000, rejected]).toEqual([true, 0]);
  }, 180_000);

  it('ends soon when it is interrupted in a log of millions of lines that are no flows', async () => {
    const lines = `${ndjson([flowLine()])}${'{}\n'.repeat(10_000_000)}`;
    const folder = await folderOf({ 'a.log.gz': gzipSync(lines) });
    const { code, stderr } = await run(['ingest', 'a.log.gz'], folder, {
      ...firstFile,
      later: 300,
      signal: 'SIGINT',
    });
    // Who reads it to its end says something else.
    expect([code, stderr]).toEqual([1, expect.stringMatching('Interrupted. What was ingested')]);
    // That is no crash.
    expect(existsSync(path.join(folder, '.cfw-flow/ingesting.json'))).toBe(false);
  }, 180_000);

  it('lists the formats once, however many files have an unknown one', async () => {
    const folder = await folderOf({ 'a.log': 'hello\n', 'b.log': 'world\n' });
    const { code, stderr } = await run(['ingest', 'a.log', 'b.log'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/a\.log is of no format .+\n {2}hello\n/);
    expect(stderr).toMatch(/b\.log is of no format .+\n {2}world\n/);
    expect(stderr.match(/CFW traffic log from LTS/g)).toHaveLength(1);
  });

  it('shows with --dry-run what would be ingested, and takes nothing in', async () => {
    const eve = eveFlow;
    const bad = { ...eve, dest_port: 70_000 };
    const other = { timestamp: eve.timestamp, event_type: 'stats' };
    const folder = await folderOf({
      'eve.json': ndjson([eve, bad, other].map((line) => JSON.stringify(line))),
      'no.log': 'hello\n',
    });
    const { code, stdout, stderr } = await run(['ingest', '.', '--dry-run'], folder);
    expect(stdout).toMatch('eve.json  Suricata EVE, detected by its content');
    expect(stdout).toMatch('3 lines: 1 flow, 1 rejected, 1 skipped');
    expect(stdout).toMatch(
      'log_type, direction: by the internal networks; --internal-networks CIDR… sets it',
    );
    for (const row of [
      /^direction +in2out$/m,
      /^dst_region_name +United States$/m,
      /^to_c_bytes +8$/m,
      /^end_time +2026-11-20T08:00:09.000Z$/m,
      /^rejected {2}line 2: dest_port is "70000", not a port from 0 to 65535$/m,
      /^empty +app, dst_host, src_vpc, dst_vpc, action, vsys, vgw_id, to_s_pkts, to_c_pkts$/m,
    ]) {
      expect(stdout).toMatch(row);
    }
    expect(stderr).toMatch('no.log is of no format that is understood');
    expect(code).toBe(1);
    expect(existsSync(path.join(folder, '.cfw-flow'))).toBe(false);
  });

  it('adds the new lines of a file that has grown, and waits for nothing', async () => {
    const folder = await folderOf({ 'a.log': sampleLog() });
    await run(['ingest', 'a.log'], folder);
    await writeFile(path.join(folder, 'a.log'), `${sampleLog()}${ndjson([flowLine()])}{"src_ip":`);
    const { code, stdout, stderr } = await run(['ingest', 'a.log'], folder);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^a\.log +1 +1 +ingested$/m)]);
    expect(stderr).toMatch('a.log:8: ');
    const again = await run(['ingest', 'a.log'], folder);
    expect(again.stdout).toMatch(/^a\.log +already ingested$/m);
  });
});
