// @module-tag slow

import { readdirSync, readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { conversionTakes, detectFormat, flowFields, logFormats, readLog } from '@cfw-flow/store';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FIREWALL } from '../defaults.ts';
import { ndjson } from '../testing/logs.ts';
import { folderOf, run, serve, start } from '../testing/program.ts';
import { readFormatFile } from './read-format-files.ts';

const shipped = path.join(import.meta.dirname, '../../format-files');
const fileOf = (name: string) => path.join(shipped, `${name}.yaml`);

const at = (time: string) => Date.parse(`2026-11-27T${time}Z`);

/** What a log has, read by a format that comes with the program. */
async function read(name: string, lines: readonly string[]) {
  const { format } = await readFormatFile(fileOf(name));
  return readLog(format, lines, { firewall: FIREWALL });
}

const fortigate = [
  'date=2026-11-27 time=10:00:30 devname="fw1" devid="FG100" eventtime=1795773630123456789 tz="+0000" logid="0000000013" type="traffic" subtype="forward" level="notice" srcip=10.0.0.5 srcport=51234 srcintf="port1" dstip=198.51.100.7 dstport=443 dstintf="port2" srccountry="Reserved" dstcountry="United States" sessionid=7 proto=6 action="close" policyid=1 service="HTTPS" app="SSL" duration=30 sentbyte=500 rcvdbyte=90000 sentpkt=5 rcvdpkt=70',
  'date=2026-11-27 time=10:00:31 eventtime=1795773631000000000 logid="0000000020" type="traffic" srcip=10.0.0.5 dstip=198.51.100.7 proto=6 action="accept" sentbyte=9 rcvdbyte=9',
  '<189>date=2026-11-27 time=10:00:32 eventtime=1795773632000000000 logid="0000000013" type="traffic" srcip=203.0.113.9 dstip=10.0.0.9 proto=1 action="deny" service="PING" sentbyte=0 rcvdbyte=0',
];

const paloalto = [
  '<14>Nov 27 10:00:31 fw1 1,2026/11/27 10:00:31,0012345,TRAFFIC,end,2561,2026/11/27 10:00:30,10.0.0.5,198.51.100.7,203.0.113.1,198.51.100.7,"web, ""all""",,,ssl,vsys1,trust,untrust,ethernet1/1,ethernet1/2,log,2026/11/27 10:00:31,7,1,51234,443,51234,443,0x400053,tcp,allow,90500,500,90000,75,2026/11/27 10:00:00,30,any,,1,0x0,10.0.0.0-10.255.255.255,United States,,5,70,tcp-fin,0,0,0,0,,fw1',
  '1,2026/11/27 10:00:00,0012345,TRAFFIC,start,2561,2026/11/27 10:00:00,10.0.0.5,198.51.100.7',
  '1,2026/11/27 10:00:00,0012345,SYSTEM,general,0,2026/11/27 10:00:00,,general,,0,0,general,informational,"a, b"',
];

const nfdump = [
  'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das',
  '2026-11-27 10:00:00,2026-11-27 10:00:30,30.000,10.0.0.5,198.51.100.7,51234,443,TCP,...AP.SF,0,0,5,500,70,90000,1,2,0,0',
  '2026-11-27 10:00:00.250,2026-11-27 10:00:01.500,1.250,198.51.100.7,10.0.0.6,443,50000,TCP,...AP...,0,0,3,4000,0,0,1,2,0,0',
  '2026-11-27 10:00:02,2026-11-27 10:00:02,0.000,10.0.0.5,192.0.2.1,0,8.0,ICMP,........,0,0,1,84,1,84,1,2,0,0',
  'Summary',
  'flows,bytes,packets,avg_bps,avg_pps,avg_bpp',
  '3,94668,80,0,0,0',
];

const asa = [
  'Nov 27 2026 10:00:30 fw1 : %ASA-6-302014: Teardown TCP connection 3330 for outside:198.51.100.7/443 to inside:10.0.0.5/51234 duration 0:00:30 bytes 1234 TCP FINs',
  '<166>2026-11-27T10:00:31Z fw1 : %ASA-6-302016: Teardown UDP connection 3331 for outside:2001:db8::7/50000(LOCAL\\kim) to dmz:2001:db8::53/53 duration 0:00:00 bytes 150 (kim)',
  'Nov 27 10:00:35 relay Nov 27 2026 10:00:32 fw1 : %FTD-6-302014: Teardown TCP connection 3332 for outside:198.51.100.9/8443 to inside:10.0.0.5/51235 duration 27:00:00 bytes 9 TCP Reset-O',
  'Nov 27 2026 10:00:00 fw1 : %ASA-6-302013: Built outbound TCP connection 3330 for outside:198.51.100.7/443 (198.51.100.7/443) to inside:10.0.0.5/51234 (203.0.113.1/51234)',
  'Nov 27 10:00:33 fw1 %ASA-6-302014: Teardown TCP connection 3333 for outside:198.51.100.7/443 to inside:10.0.0.5/51236 duration 0:00:01 bytes 1 TCP FINs',
];

describe('the format files that come with the program', () => {
  it('read FortiGate: sessions that ended, once each', async () => {
    const { flows, rejections, skipped } = await read('fortigate', fortigate);
    expect([rejections, skipped]).toEqual([[], 1]);
    expect(flows).toEqual([
      {
        fw_instance_id: FIREWALL,
        log_type: 'internet',
        direction: 'in2out',
        src_ip: '10.0.0.5',
        src_port: 51_234,
        dst_ip: '198.51.100.7',
        dst_port: 443,
        protocol: 'TCP',
        app: 'SSL',
        dst_region_name: 'United States',
        action: 'permit',
        to_s_bytes: 500n,
        to_c_bytes: 90_000n,
        to_s_pkts: 5n,
        to_c_pkts: 70n,
        start_time: at('10:00:00.123'),
        end_time: at('10:00:30.123'),
      },
      expect.objectContaining({
        direction: 'out2in',
        protocol: 'ICMP',
        app: 'PING',
        action: 'deny',
      }),
    ]);
  });

  it('read Palo Alto: CSV with quotes, and times of the clock of the firewall', async () => {
    const { flows, rejections, skipped } = await read('paloalto', paloalto);
    expect([rejections, skipped]).toEqual([[], 2]);
    expect(flows).toEqual([
      {
        fw_instance_id: FIREWALL,
        log_type: 'internet',
        direction: 'in2out',
        src_ip: '10.0.0.5',
        src_port: 51_234,
        dst_ip: '198.51.100.7',
        dst_port: 443,
        protocol: 'TCP',
        app: 'SSL',
        dst_region_name: 'United States',
        action: 'permit',
        to_s_bytes: 500n,
        to_c_bytes: 90_000n,
        to_s_pkts: 5n,
        to_c_pkts: 70n,
        start_time: at('10:00:00'),
        end_time: at('10:00:30'),
      },
    ]);
  });

  it('read nfdump: both ways of a session, its client first, without the summary', async () => {
    const { flows, rejections, skipped } = await read('nfdump', nfdump);
    expect([rejections, skipped]).toEqual([[], 4]);
    const [whole, answer, ping] = flows;
    expect(whole).toMatchObject({
      src_ip: '10.0.0.5',
      dst_port: 443,
      to_s_bytes: 500n,
      to_c_bytes: 90_000n,
      start_time: at('10:00:00'),
      end_time: at('10:00:30'),
    });
    expect(answer).toMatchObject({
      src_ip: '10.0.0.6',
      dst_ip: '198.51.100.7',
      dst_port: 443,
      to_s_bytes: 0n,
      to_c_bytes: 4000n,
      end_time: at('10:00:01.5'),
    });
    expect(ping).toMatchObject({ protocol: 'ICMP', to_s_bytes: 84n });
    expect(ping).not.toHaveProperty('dst_port');
  });

  it('read Cisco ASA: teardown lines, with who opened them told by the ports', async () => {
    const { flows, rejections, skipped } = await read('cisco-asa', asa);
    expect(skipped).toBe(1);
    expect(flows).toMatchObject([
      {
        src_ip: '10.0.0.5',
        src_port: 51_234,
        dst_ip: '198.51.100.7',
        dst_port: 443,
        protocol: 'TCP',
        to_s_bytes: 1234n,
        start_time: at('10:00:00'),
        end_time: at('10:00:30'),
      },
      { src_ip: '2001:db8::7', dst_ip: '2001:db8::53', dst_port: 53, end_time: at('10:00:31') },
      {
        src_ip: '10.0.0.5',
        dst_port: 8443,
        start_time: Date.parse('2026-11-26T07:00:32Z'),
        end_time: at('10:00:32'),
      },
    ]);
    expect(rejections).toEqual([
      {
        line: 5,
        reason: 'time is "Nov 27 10:00:33", not a date and a time such as 2026-11-27 10:00:00',
      },
    ]);
  });

  it('are told from each other and from the formats that are known, by what is in the logs', async () => {
    const eve = {
      timestamp: '2026-11-27T10:00:09.000000+0000',
      event_type: 'flow',
      src_ip: '10.0.0.8',
      dest_ip: '198.51.100.7',
      proto: 'TCP',
      flow: { bytes_toserver: 7, bytes_toclient: 8 },
    };
    const folder = await folderOf({
      'logs/asa.log': ndjson(asa),
      'logs/eve.json': ndjson([JSON.stringify(eve)]),
      'logs/forti.log': ndjson(fortigate),
      'logs/nfdump.log': ndjson(nfdump),
      'logs/pan.log': ndjson(paloalto),
    });
    const files = ['cisco-asa', 'fortigate', 'nfdump', 'paloalto'].map(fileOf);
    const { stdout, stderr } = await run(
      ['ingest', 'logs', '--data', 'kept', '--format-file', ...files],
      folder,
    );
    const rows = stdout.split('\n').map((row) => row.split(/ {2,}/));
    expect(rows).toEqual([
      ['file', 'flows', 'rejected', 'skipped'],
      [path.join('logs', 'asa.log'), '3', '1', '1', 'ingested'],
      [path.join('logs', 'eve.json'), '1', '0', '0', 'ingested'],
      [path.join('logs', 'forti.log'), '2', '0', '1', 'ingested'],
      [path.join('logs', 'nfdump.log'), '3', '0', '4', 'ingested'],
      [path.join('logs', 'pan.log'), '1', '0', '2', 'ingested'],
      ['5 files', '10', '1', '8'],
      [''],
    ]);
    expect(stderr).toMatch('asa.log:5: time is "Nov 27 10:00:33"');
    const held = JSON.parse((await run(['stats', '--json', '--data', 'kept'], folder)).stdout);
    expect(held.flows).toBe(10);
  });

  it('read lines that a shipper wrapped in JSON, or that come through a pipe', async () => {
    const wrapped = [fortigate[0]!, asa[0]!].map((line) =>
      JSON.stringify({ '@timestamp': '2026-11-27T10:00:31Z', message: line }),
    );
    const folder = await folderOf({
      'forti.json': ndjson([wrapped[0]!]),
      'asa.json': ndjson([wrapped[1]!]),
    });
    const files = ['--format-file', fileOf('fortigate'), fileOf('cisco-asa')];
    const { stdout } = await run(['inspect', '.', ...files], folder);
    expect(stdout).toMatch(/^asa\.json +cisco-asa, wrapped +1 +0/m);
    expect(stdout).toMatch(/^forti\.json +fortigate, wrapped +1 +0/m);
    const piped = start(['ingest', '-', '--dry-run', ...files], folder);
    piped.input.end(ndjson(asa.slice(0, 2)));
    expect((await piped.outcome).stdout).toMatch(/^lines +2 lines: 2 flows, 0 rejected$/m);
  });

  it('follow a log that grows, after its header and by a server too', async () => {
    const [header, first, second] = nfdump;
    const many = Array.from({ length: 1500 }, () => first!);
    const folder = await folderOf({
      'logs/flows.log': ndjson([header!, ...many]),
      'logs/asa.log': ndjson(asa.slice(0, 2)),
    });
    const files = ['--format-file', fileOf('nfdump'), fileOf('cisco-asa')];
    const count = async () => JSON.parse((await run(['stats', '--json'], folder)).stdout).flows;
    await run(['ingest', 'logs', ...files], folder);
    // Lines that have the same ends and times are one session, whose bytes add up.
    expect(await count()).toBe(3);
    await appendFile(path.join(folder, 'logs/flows.log'), ndjson([second!]));
    await run(['ingest', 'logs', ...files], folder);
    expect(await count()).toBe(4);
    const server = await serve(['--watch', 'logs', '--watch-every', '250ms', ...files], folder);
    await appendFile(path.join(folder, 'logs/asa.log'), ndjson([asa[2]!]));
    const flows = async () => {
      const { firewalls } = await (await fetch(`${server.url}/console/context.json`)).json();
      return firewalls[0].flows;
    };
    await expect.poll(flows).toBe(5);
  });

  it('are what the schema allows', () => {
    const validate = schema();
    const names = readdirSync(shipped).filter((name) => name.endsWith('.yaml'));
    expect(names).toHaveLength(4);
    for (const name of names) {
      validate(parse(readFileSync(path.join(shipped, name), 'utf8')));
      expect([name, validate.errors]).toEqual([name, null]);
    }
  });
});

describe('the schema of format files', () => {
  it('has every conversion, and every field of a flow', () => {
    const { definitions, properties } = JSON.parse(
      readFileSync(path.join(shipped, 'format-file.schema.json'), 'utf8'),
    );
    const [, , { properties: parts }] = definitions.timeField.anyOf;
    expect(parts.as.enum.toSorted()).toEqual(Object.keys(conversionTakes).sort());
    expect(Object.keys(properties.fields.properties)).toEqual(flowFields);
    expect(properties.name.not.enum).toEqual(logFormats.map(({ name }) => name));
  });
});

function schema() {
  const text = readFileSync(path.join(shipped, 'format-file.schema.json'), 'utf8');
  return new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(
    JSON.parse(text),
  );
}

const sound = {
  name: 'mine',
  layout: { kind: 'csv', columns: ['from', 'to', 'bytes', 'end'] },
  fields: {
    src_ip: 'from',
    dst_ip: 'to',
    protocol: { constant: 'TCP' },
    to_s_bytes: 'bytes',
    to_c_bytes: { constant: 0 },
    end_time: { key: 'end', as: 'datetime' },
  } as Record<string, unknown>,
};
const withField = (name: string, source: unknown) => ({
  ...sound,
  fields: { ...sound.fields, [name]: source },
});
const { end_time: _, ...withoutEnd } = sound.fields;

describe('a format file', () => {
  it('may be JSON', async () => {
    const folder = await folderOf({
      'mine.json': JSON.stringify(sound, null, '\t'),
      'a.log': '10.0.0.5,198.51.100.7,12,2026-11-27 10:00:00\n',
    });
    const args = ['ingest', 'a.log', '--format-file', 'mine.json'];
    const { code, stdout } = await run(args, folder);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^a\.log +1 +0 +ingested$/m)]);
  });

  it('is that of the guide, which reads the line of the guide', async () => {
    const guide = readFileSync(
      path.join(import.meta.dirname, '../../../docs/guides/your-own-format.md'),
      'utf8',
    );
    const [, example = ''] = /```yaml\n([^`]+)```/.exec(guide) ?? [];
    const [, line = ''] = /writes `([^`]+)`/.exec(guide) ?? [];
    const folder = await folderOf({ 'my.yaml': example });
    const { format, hasMark } = await readFormatFile(path.join(folder, 'my.yaml'));
    expect(hasMark).toBe(true);
    expect(detectFormat('a.log', [line], [format])).toBe(format);
    expect(readLog(format, [line], { firewall: FIREWALL }).flows).toMatchObject([
      {
        src_ip: '10.0.0.5',
        dst_port: 443,
        protocol: 'TCP',
        action: 'permit',
        to_c_bytes: 90_000n,
        start_time: at('09:00:00'),
        end_time: at('09:00:30'),
      },
    ]);
  });

  it('is checked, and shown with where each field comes from, without a log', async () => {
    const { stdout } = await run(['formats', '--format-file', fileOf('cisco-asa')], shipped);
    expect(stdout).toMatch(/^cisco-asa +Cisco ASA teardown lines +%ASA or %FTD in a line$/m);
    const folder = await folderOf({ 'mine.json': JSON.stringify(sound) });
    const mine = await run(['formats', '--format-file', 'mine.json'], folder);
    expect(mine.stdout).toMatch(
      /^end_time +end, a date and a time such as 2026-11-27 10:00:00, in UTC unless it has a zone$/m,
    );
  });

  const bad: [string, unknown, string][] = [
    ['lacks the end of flows', { ...sound, fields: withoutEnd }, 'fields lacks end_time, without'],
    [
      'has an unknown field',
      withField('src_prt', 'from'),
      'fields.src_prt is not known. Did you mean src_port?',
    ],
    [
      'has an unknown part',
      { ...sound, timezone: 'UTC' },
      'timezone is not known. Did you mean timeZone?',
    ],
    [
      'names no column',
      withField('app', 'form'),
      'fields has the key form, which is no column. Did you mean from?',
    ],
    [
      'names no such conversion',
      withField('start_time', { key: 'end', as: 'date' }),
      'fields.start_time.as is "date". Did you mean datetime? It takes seconds,',
    ],
    [
      'converts a port to a time',
      withField('src_port', { key: 'end', as: 'seconds' }),
      'fields.src_port.as is seconds, which is for start_time and end_time',
    ],
    [
      'has a constant that is none',
      withField('to_c_bytes', { constant: 'none' }),
      'fields.to_c_bytes.constant is "none", not an integer from 0 to 2^63 - 1',
    ],
    ['lacks a layout', { ...sound, layout: undefined }, 'lacks layout'],
    [
      'has an unknown layout',
      { ...sound, layout: { kind: 'cvs' } },
      'layout.kind is "cvs". Did you mean csv? It takes json, pairs, csv, columns, text',
    ],
    ['names no columns', { ...sound, layout: { kind: 'csv' } }, 'layout lacks header'],
    [
      'has a pattern for a layout without one',
      { ...sound, layout: { ...sound.layout, patterns: ['a'] } },
      'layout.patterns is not for the kind csv',
    ],
    [
      'has a name that is taken',
      { ...sound, name: 'eve' },
      'name is eve, a format that is known without a file',
    ],
    ['is a list', [sound], 'has to be an object with name, title, layout'],
  ];

  it.each(bad)('that %s is refused, with where and what is right', async (_what, content, told) => {
    const folder = await folderOf({ 'mine.json': JSON.stringify(content, null, 2) });
    const { code, stderr } = await run(['ingest', '.', '--format-file', 'mine.json'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: The format file mine\.json can't be used:\n {2}mine\.json:\d+: /,
    );
    expect(stderr).toContain(told);
  });

  it('is what the schema allows, or it is refused', () => {
    const validate = schema();
    expect(validate(sound)).toBe(true);
    // Which columns there are, a schema can't hold against the fields.
    const beyond = ['names no column', 'has a constant that is none'];
    for (const [what, content] of bad.filter(([name]) => !beyond.includes(name))) {
      expect([what, validate(JSON.parse(JSON.stringify(content)))]).toEqual([what, false]);
    }
  });

  const text = (pattern: string) =>
    `name: mine\nlayout:\n  kind: text\n  patterns:\n    - '${pattern}'\n` +
    'fields:\n  src_ip: a\n  dst_ip: a\n  protocol: a\n  to_s_bytes: a\n  to_c_bytes: a\n  end_time: a\n';

  it.each<[string, string | Uint8Array, RegExp]>([
    ['has an error of syntax', 'name: mine\nfields: {a: [1\n', /^ {2}mine\.yaml:\d: .*flow/im],
    [
      'has a field twice',
      `${text('(?<a>.)')}  src_ip: b\n`,
      /^ {2}mine\.yaml:13: src_ip is given twice$/m,
    ],
    [
      'has a pattern that does not compile',
      text('(?<a>.'),
      /^ {2}mine\.yaml:4: layout\.patterns is no regular expression: .*Unterminated group/m,
    ],
    ['has no groups', text('.'), /fields has the key a, which is no named group of a pattern/],
    [
      'has a zone that there is not',
      `${text('(?<a>.)')}timeZone: Mars\n`,
      /timeZone is "Mars"\. It takes a zone such as/,
    ],
    [
      'tells text by keys',
      `${text('(?<a>.)')}mark: { has: a }\n`,
      /^ {2}mine\.yaml:\d+: mark has keys, which lines of text lack: give it matches alone$/m,
    ],
    ['is empty', '', /mine\.yaml:1: has to be an object with name/],
    ['is binary', Buffer.from([0x1f, 0x8b, 0, 0xff]), /mine\.yaml is no text in UTF-8/],
    ['is a log', 'a'.repeat(2 ** 20 + 1), /has 1\.0 MB, and may have 1 MiB/],
  ])('that %s is refused', async (_what, content, told) => {
    const folder = await folderOf({ 'mine.yaml': content, 'a.log': '' });
    const { code, stderr } = await run(['ingest', 'a.log', '--format-file', 'mine.yaml'], folder);
    expect([code, stderr]).toEqual([1, expect.stringMatching(told)]);
  });

  it('that is not there, or that takes all files beside another one, is refused', async () => {
    const folder = await folderOf({ 'mine.json': JSON.stringify(sound), 'a.log': '' });
    const missing = await run(['ingest', 'a.log', '--format-file', 'no.yaml'], folder);
    expect([missing.code, missing.stderr]).toEqual([
      1,
      'error: There is no format file no.yaml. Check the path.\n',
    ]);
    const files = ['--format-file', 'mine.json', fileOf('nfdump')];
    const two = await run(['ingest', 'a.log', ...files], folder);
    expect([two.code, two.stderr]).toEqual([1, expect.stringMatching('mine.json has no mark')]);
    const both = await run(['ingest', 'a.log', '--format', 'lts', ...files], folder);
    expect([both.code, both.stderr]).toEqual([2, expect.stringMatching('cannot be used with')]);
  });

  it('whose pattern takes years for a line costs that line, and no other', async () => {
    const slow = text('^(?<a>(?:[a-z0-9.]+)+) ?$').replace(
      'protocol: a',
      'protocol: { constant: TCP }',
    );
    const folder = await folderOf({
      'mine.yaml': slow
        .replaceAll(/bytes: a/g, 'bytes: { constant: 1 }')
        .replace('end_time: a', 'end_time: { constant: 1714417200000 }'),
      'a.log': `10.0.0.1\n${'a'.repeat(60)}!\n10.0.0.2\n`,
    });
    const { stdout, stderr } = await run(['ingest', 'a.log', '--format-file', 'mine.yaml'], folder);
    expect(stdout).toMatch(/^a\.log +2 +1 +ingested$/m);
    expect(stderr).toMatch('a.log:2: takes the pattern of the format more than 2 s');
  });
});
