// @module-tag slow

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { flowLine, ndjson, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run } from '../testing/program.ts';

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
const eveAlert = { ...eveFlow, event_type: 'alert' };
const eve = (...lines: object[]) => ndjson(lines.map((line) => JSON.stringify(line)));

/** The lines that were printed, their words apart. */
const rowsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((row) => row.split(/ {2,}/));

describe('cfw-flow inspect of a file', () => {
  it('says what it is and how sure that is, what its lines are, what is empty and what is guessed', async () => {
    const folder = await folderOf({
      'eve.json.gz': gzipSync(
        eve(
          eveFlow,
          { ...eveFlow, dest_port: 70_000 },
          eveAlert,
          { ...eveFlow, dest_port: 70_001 },
          { ...eveFlow, timestamp: '2026-11-20T23:30:00.5+0000' },
        ) + '\nbroken\n',
      ),
    });
    const { code, stdout, stderr } = await run(['inspect', 'eve.json.gz'], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(rowsOf(stdout)).toEqual([
      ['eve.json.gz', 'Suricata EVE in gzip'],
      [
        'told by',
        'its content, JSON with "event_type" and "timestamp"; but 3 of 6 lines do not fit',
      ],
      ['size', expect.stringMatching(/^\d+ B$/)],
      ['lines', '7 lines: 2 flows, 3 rejected, 1 skipped, 1 blank'],
      ['rejected', 'line 2 and 1 like it: dest_port is "70000", not a port from 0 to 65535'],
      ['', expect.stringMatching(/^line 7: not JSON: /)],
      ['ended', '2026-11-20 08:00:09 to 23:30:00 UTC'],
      ['ways', '2 in2out'],
      ['empty', 'app, dst_host, src_vpc, dst_vpc, action, vsys, vgw_id, to_s_pkts, to_c_pkts'],
      [
        'guessed',
        'log_type, direction: by the internal networks; --internal-networks CIDR… sets it',
      ],
      ['', `the firewall: ${FIREWALL}, since no line names another; --firewall ID sets it`],
      ['', 'src_region_name, dst_region_name: by the country of the address; --geoip FILE sets it'],
    ]);
    expect(existsSync(path.join(folder, '.cfw-flow'))).toBe(false);
  });

  it('takes the options that say what a log does not', async () => {
    const folder = await folderOf({
      'a.log': `${eve(eveFlow)}`,
      'mine.json': JSON.stringify({
        name: 'mine',
        layout: { kind: 'csv', columns: ['from', 'to', 'end'] },
        timeZone: 'Asia/Shanghai',
        fields: {
          src_ip: 'from',
          dst_ip: 'to',
          protocol: { constant: 'TCP' },
          to_s_bytes: { constant: 1 },
          to_c_bytes: { constant: 1 },
          end_time: { key: 'end', as: 'datetime' },
        },
      }),
      'b.log': '10.0.0.5,198.51.100.7,2026-11-27 10:00:00\n',
    });
    const networks = ['--internal-networks', '8.8.8.0/24'];
    const { stdout } = await run(['inspect', 'a.log', ...networks], folder);
    expect(stdout).toMatch(/^ways +1 out2in$/m);
    const mine = await run(['inspect', 'b.log', '--format-file', 'mine.json'], folder);
    expect(mine.stdout).toMatch(/^told by +an option$/m);
    expect(mine.stdout).toMatch(/^ended +2026-11-27 02:00:00 UTC$/m);
    expect(mine.stdout).toMatch(
      'the zone of times without one: Asia/Shanghai; timeZone in the format file sets it',
    );
  });

  it('reads the beginning and the end of a large one', async () => {
    const lines = (count: number, time: number) =>
      ndjson(Array.from({ length: count }, () => flowLine({ end_time: time })));
    const log = lines(60_000, SAMPLE_TIME) + lines(10, SAMPLE_TIME + 3_600_000);
    const folder = await folderOf({ 'a.log': log, 'a.log.zst': zstdCompressSync(log) });
    const { stdout } = await run(['inspect', 'a.log'], folder);
    expect(stdout).toMatch(
      /^size +\d+\.\d MB, of which the first 8\.4 MB and the last 1\.0 MB were read$/m,
    );
    expect(stdout).toMatch(/^ended +2024-04-29 19:00:00 to 20:00:00 UTC$/m);
    expect(stdout).toMatch(/^lines .* 0 rejected$/m);
    const packed = await run(['inspect', 'a.log.zst'], folder);
    expect(packed.stdout).toMatch(
      /^size .*, of which the first 8\.4 MB of its content were read$/m,
    );
    expect(packed.stdout).toMatch(/^ended +2024-04-29 19:00:00 UTC$/m);
  });

  it('reads a line that is longer than that, as ingest does', async () => {
    const folder = await folderOf({
      'a.log': ndjson([flowLine({ extra: 'x'.repeat(12_000_000) }), flowLine()]),
      'long.log': 'x'.repeat(17_000_000),
    });
    const { stdout } = await run(['inspect', 'a.log', '--format', 'lts'], folder);
    expect(stdout).toMatch(/^lines +2 lines: 2 flows, 0 rejected$/m);
    expect((await run(['inspect', 'long.log'], folder)).stdout).toMatch('long.log  unknown text');
  });

  it.each<[string, string | Uint8Array, RegExp, RegExp]>([
    ['empty', '', /^a\.bin {2}empty$/m, /^size +0 B$/m],
    ['blank', '\n \n', /^a\.bin {2}empty$/m, /^size +3 B$/m],
    ['binary', Buffer.from([1, 2, 3, 0, 255, 7, 8]), /^a\.bin {2}binary data$/m, /A log is text/],
    [
      'a capture',
      Buffer.from('d4c3b2a102000400', 'hex'),
      /a packet capture$/m,
      /Let Zeek or Suricata read it/,
    ],
    ['Parquet', 'PAR1....', /a Parquet file$/m, /Have the log delivered as text/],
    [
      'a tar archive in gzip',
      gzipSync(`${'a.log'.padEnd(257, '\0')}ustar`),
      /a tar archive in gzip$/m,
      /tar -xf/,
    ],
    ['a JSON array', '[{"src_ip":"10.0.0.1"}]\n', /a JSON array$/m, /jq -c '\.\[\]' FILE/],
    ['a page', '<html>\n', /a page of HTML or XML$/m, /^begins +<html>$/m],
    ['in UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), /^a\.bin {2}text$/m, /iconv -f UTF-16/],
    [
      'cut off',
      gzipSync(sampleLog()).subarray(0, 60),
      /^a\.bin {2}damaged in gzip$/m,
      /ends too early/,
    ],
    ['CSV', 'time,source,target,port,bytes,action\n', /unknown columns$/m, /--format-file FILE/],
  ])('says of one that is %s what it is and what to do', async (_what, content, title, told) => {
    const folder = await folderOf({ 'a.bin': content });
    const { code, stdout, stderr } = await run(['inspect', 'a.bin'], folder);
    expect(stdout).toMatch(title);
    expect(stdout).toMatch(told);
    expect([code, stderr]).toEqual([1, 'error: No flows found that could be ingested.\n']);
  });

  it('says what its lines lie in, and which log without flows it is', async () => {
    const wrapped = JSON.stringify({ host: 'a', message: JSON.stringify(eveFlow) });
    const folder = await folderOf({
      'a.json.gz': gzipSync(`${wrapped}\n`),
      'dns.log': '{"_path":"dns","uid":"C1"}\n',
    });
    const { stdout } = await run(['inspect', 'a.json.gz'], folder);
    expect(stdout).toMatch('a.json.gz  Suricata EVE in JSON, under "message" in gzip\n');
    expect((await run(['inspect', '.'], folder)).stdout).toMatch(
      /^a\.json\.gz +eve, gzip, wrapped +1/m,
    );
    const other = await run(['inspect', 'dns.log'], folder);
    expect([other.code, other.stdout]).toEqual([
      1,
      expect.stringMatching(/^dns\.log {2}Zeek dns\n[^]*^advice +It has no flows\.$/m),
    ]);
  });

  it('that is not read whole has no number of a line near its end', async () => {
    const filler = ndjson(Array.from({ length: 40_000 }, () => flowLine()));
    const folder = await folderOf({ 'a.log': `${filler}broken\n` });
    const { stdout } = await run(['inspect', 'a.log'], folder);
    expect(stdout).toMatch(/^rejected +a line near the end: not JSON/m);
  });

  it('that is standard input is for a dry run', async () => {
    const { code, stderr } = await run(['inspect', '-'], await folderOf({}));
    expect([code, stderr]).toEqual([2, expect.stringMatching('cfw-flow ingest - --dry-run')]);
  });

  it('that is not there is an error', async () => {
    const { code, stdout, stderr } = await run(['inspect', 'no.log'], await folderOf({}));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch('There is no file or folder no.log. Check the path.');
  });

  // The superuser reads every file.
  it.skipIf(process.getuid?.() === 0)('that is closed says so', async () => {
    const folder = await folderOf({ 'a.log': sampleLog() });
    await chmod(path.join(folder, 'a.log'), 0);
    onTestFinished(() => chmod(path.join(folder, 'a.log'), 0o600));
    expect((await run(['inspect', 'a.log'], folder)).stdout).toMatch('permission denied');
  });

  it('does not let its content or its name write to the terminal', async () => {
    const folder = await folderOf({ '\u001b[31m\n.log': '\u001b[2J\u001b[31mhello\n' });
    const { stdout } = await run(['inspect', '\u001b[31m\n.log'], folder);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/^\\u001b\[31m\\u000a\.log {2}/m);
  });
});

describe('cfw-flow inspect of a folder', () => {
  it('has a line for each file, what is wrong, what is guessed and what lies beside', async () => {
    const folder = await folderOf({
      'logs/conn.log.zst': zstdCompressSync(
        '#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n' +
          '1714417200.5\tC1\t10.0.0.1\t198.51.100.7\ttcp\tSF\n#close\tnow\n',
      ),
      'logs/dns.log.zst': '{"_path":"dns","uid":"C1"}\n',
      'logs/eve.json': eve(eveFlow, { ...eveFlow, dest_port: -1 }),
      'logs/old/alerts.json': eve(eveAlert),
      'logs/old/app.log': 'hello\n',
      'logs/flows.txt': sampleLog(),
      'logs/readme.md': 'hello\n',
    });
    const { code, stdout, stderr } = await run(['inspect', 'logs'], folder);
    expect([code, stderr]).toEqual([0, '']);
    const [table, summary] = stdout.split('\n\n');
    expect(rowsOf(table!)).toEqual([
      ['file', 'what', 'flows', 'rejected', 'skipped', 'ended (UTC)'],
      ['conn.log.zst', 'zeek, zstd', '1', '0', '2', '2024-04-29 19:00'],
      ['eve.json', 'eve', '1', '1', '0', '2026-11-20 08:00'],
      [path.join('old', 'alerts.json'), 'eve', '0', '0', '1'],
      [path.join('old', 'app.log'), 'unknown text', '0', '0', '0'],
    ]);
    expect(rowsOf(summary!)).toEqual([
      [
        'files',
        expect.stringMatching(
          /^5, .*: 2 with flows, 1 without a flow, 1 passed over, 1 of no known format$/,
        ),
      ],
      ['problems', expect.stringMatching(/^logs.old.app\.log: unknown text\. If it is one of/)],
      ['', expect.stringMatching(/^logs.eve\.json: 1 line rejected, such as line 2: dest_port is/)],
      ['guessed', expect.stringMatching(/^log_type, direction: by the internal networks/)],
      ['', expect.stringMatching(/^the firewall: /)],
      ['', expect.stringMatching(/^src_region_name, dst_region_name: /)],
      [
        'beside',
        expect.stringMatching(
          /^logs.flows\.txt: not named like a log, but holds CFW traffic log from LTS: name the file itself/,
        ),
      ],
      ['', expect.stringMatching(/^logs.dns\.log\.zst: Zeek dns, a log without flows$/)],
      ['', expect.stringMatching(/^logs.readme\.md: not named like a log$/)],
    ]);
    expect(existsSync(path.join(folder, '.cfw-flow'))).toBe(false);
  });

  it('without logs says what is there', async () => {
    const folder = await folderOf({ 'logs/flows.txt': sampleLog(), 'empty/none/.keep': '' });
    const { code, stdout } = await run(['inspect', 'logs'], folder);
    expect(code).toBe(1);
    expect(rowsOf(stdout)).toEqual([
      ['files', '0, 0 B'],
      ['beside', expect.stringMatching(/flows\.txt: not named like a log, but holds CFW/)],
    ]);
    expect(rowsOf((await run(['inspect', 'empty'], folder)).stdout)).toEqual([['files', '0, 0 B']]);
  });

  it('of ten thousand files looks into some of each kind of name, and into no others', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => {
      const number = String(index).padStart(5, '0');
      return index < 100
        ? [
            `logs/conn.${number}.log`,
            ndjson([flowLine({ end_time: SAMPLE_TIME + index * 60_000 })]),
          ]
        : [`logs/setting-${number}.json`, '{"a":1}\n'];
    });
    const folder = await folderOf(Object.fromEntries(many) as Record<string, string>);
    const { code, stdout } = await run(['inspect', 'logs'], folder);
    expect(code).toBe(0);
    expect(rowsOf(stdout).slice(0, 3)).toEqual([
      ['file', 'what', 'flows', 'rejected', 'ended (UTC)'],
      ['conn.#.log (100 files)', 'lts', '100', '0', '2024-04-29 19:00 to 20:39'],
      ['setting-#.json (150 of 9,900 files)', 'unknown JSON', '0', '0'],
    ]);
    expect(stdout).toMatch(/^ +9,750 files not looked into/m);
    expect(stdout.split('\n').length).toBeLessThan(20);
  });

  it('is printed as JSON for programs', async () => {
    const folder = await folderOf({
      'logs/a.log': ndjson([flowLine(), 'broken']),
      'logs/b.txt': '',
    });
    const { stdout } = await run(['inspect', 'logs', 'no.log', '--json'], folder);
    expect(JSON.parse(stdout)).toEqual({
      files: [
        {
          path: path.join('logs', 'a.log'),
          size: expect.any(Number),
          verdict: 'log',
          what: 'CFW traffic log from LTS',
          inside: [],
          format: {
            name: 'lts',
            title: 'CFW traffic log from LTS',
            mark: expect.any(String),
            by: 'content',
          },
          read: { head: expect.any(Number), tail: 0, isWhole: true },
          summary: {
            lines: { read: 2, flows: 1, skipped: 0, rejected: 1, blank: 0 },
            flows: 1,
            reasons: [{ reason: expect.stringMatching('not JSON'), line: 2, count: 1 }],
            span: { from: SAMPLE_TIME, to: SAMPLE_TIME },
            directions: { in2out: 1 },
            empty: expect.arrayContaining(['vsys', 'vgw_id']),
            guesses: [
              { what: 'the firewall', how: expect.any(String), option: '--firewall ID' },
              {
                what: 'src_region_name, dst_region_name',
                how: expect.any(String),
                option: '--geoip FILE',
              },
            ],
          },
        },
      ],
      notLookedInto: 0,
      beside: [{ path: path.join('logs', 'b.txt'), reason: 'not named like a log' }],
      failures: [{ path: 'no.log', message: expect.stringMatching('There is no file') }],
    });
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe', async () => {
    const folder = await folderOf({ 'logs/a.log': sampleLog() });
    await promisify(execFile)('mkfifo', [path.join(folder, 'logs/pipe.log')]);
    const { code, stdout } = await run(['inspect', 'logs'], folder);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pipe\.log +a pipe or a device/m)]);
  });
});
