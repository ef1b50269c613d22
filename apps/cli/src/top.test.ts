import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { FIREWALL } from './defaults.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from './testing/logs.ts';
import { folderOf, run, serve } from './testing/program.ts';
import { readRanking } from './ranking.ts';
import { rankingLines } from './top.ts';

/** A server that answers everything alike, and asking it for a ranking. */
async function askOf(answer: RequestListener, ...more: string[]) {
  const server = createServer(answer);
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    return await run(
      ['top', 'app', '--log-type', 'nat', '--endpoint', endpoint, ...more],
      tmpdir(),
    );
  } finally {
    server.close();
  }
}

function json(body: unknown, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

describe('cfw-flow top', () => {
  it('asks what its options say', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, src_ip: '10.0.0.1' }),
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, direction: 'out2in' }),
        flowLine({ log_type: 'vgw', vgw_id: FIREWALL, src_ip: '10.0.0.2' }),
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, end_time: SAMPLE_TIME + 5000 }),
      ]),
    });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const ask = async (...more: string[]) => {
      const window = ['--from', String(SAMPLE_TIME), '--to', '2024-04-29T19:00:05Z'];
      const args = ['top', 'src_ip', '--log-type', 'vgw', '--endpoint', url, '--json', ...window];
      const { stdout } = await run([...args, ...more], folder);
      const { records, total } = JSON.parse(stdout);
      return [records.map((record: { item: string }) => record.item), total];
    };
    expect(await ask()).toEqual([['10.0.0.1', '10.0.0.2', '192.0.2.10'], 3]);
    expect(await ask('--size', '1')).toEqual([['10.0.0.1'], 3]);
    expect(await ask('--direction', 'out2in')).toEqual([['192.0.2.10'], 1]);
    expect(await ask('--asset-type', 'private')).toEqual([['10.0.0.1', '10.0.0.2'], 2]);
    expect(await ask('--vgw-id', FIREWALL)).toEqual([['10.0.0.2'], 1]);
    expect((await ask('--vgw-id', FIREWALL, OTHER_FIREWALL))[1]).toBe(3);
  });

  it('tells an error of the API with its code and request id', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const { code, stdout, stderr } = await run(
      ['top', 'app', '--log-type', 'nat', '--endpoint', url, '--firewall', OTHER_FIREWALL],
      folder,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/CFW\.00200005/);
    expect(stderr).toMatch(/[0-9a-f]{32}\]/);
  });

  it('says so when a window holds nothing', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const { code, stdout } = await run(
      ['top', 'app', '--log-type', 'internet', '--endpoint', url],
      folder,
    );
    expect([code, stdout]).toEqual([0, '0 of 0, window last 7d\n']);
  });

  it('explains what an answer was made from', async () => {
    const folder = await folderOf({
      'early.ndjson': sampleLog(),
      'late.ndjson': ndjson([flowLine({ end_time: SAMPLE_TIME + 60_000 })]),
    });
    await run(['ingest', 'early.ndjson'], folder);
    const { url } = await serve(['--logs', 'late.ndjson'], folder);
    const window = ['--from', '2024-04-29T18:59:30.5Z', '--to', '2024-04-29T20:00Z'];
    const args = ['top', 'dst_host', '--log-type', 'internet', '--endpoint', url, ...window];
    const plain = await run(args, folder);
    const { code, stdout, stderr } = await run([...args, '--explain'], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.slice(0, plain.stdout.length)).toBe(plain.stdout);
    expect(stdout.slice(plain.stdout.length).split('\n')).toEqual([
      '',
      'read     from                     to                groups  details',
      'flows    2024-04-29 18:59:30.500  2024-04-29 19:00       0        0',
      'hours    2024-04-29 19:00         2024-04-29 20:00       3        3',
      'pending  2024-04-29 19:00         2024-04-29 20:00       1        1',
      '',
      '4 rows read for the groups, 4 for their details',
      'pending: not rolled up yet',
      '',
    ]);
  });

  it.concurrent.for<[string, string | undefined, RegExp]>([
    ['nothing', undefined, /^The server does not tell what the answer was made from\.$/m],
    ['what is no piece', '\u00ffforged', /^The server does not tell what/m],
    ['a piece without rows', 'flows;start=1;end=2', /^The server does not tell what/m],
    ['none', 'none', /^made from nothing: there are no such flows$/m],
    [
      'more pieces than have room',
      'days;start=0;end=1;group_rows=2;detail_rows=3, more;pieces=9;group_rows=70;detail_rows=8',
      /^more +70 +8$/m,
    ],
    [
      'a time beyond all calendars',
      'flows;start=0;end=9007199254740991;group_rows=2;detail_rows=3',
      /^flows  1970-01-01 00:00 +2 +3$/m,
    ],
  ])('takes a server that tells $0', async ([, told, shown], { expect }) => {
    const answer: RequestListener = (request, response) => {
      if (request.headers['x-flow-explain'] === '1' && told !== undefined) {
        response.setHeader('x-flow-explain', told);
      }
      json({ data: { records: [], total: 0 } })(request, response);
    };
    const { code, stdout, stderr } = await askOf(answer, '--explain');
    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(shown), '']);
  });

  it('says how to start a server when none answers', async () => {
    const closed = createTcpServer();
    closed.listen({ host: '127.0.0.1', port: 0 });
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const { code, stderr } = await run(
      ['top', 'app', '--log-type', 'nat', '--endpoint', `http://127.0.0.1:${port}`],
      tmpdir(),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(`http://127.0.0.1:${port}`);
    expect(stderr).toMatch('cfw-flow serve --demo');
  });

  it.concurrent.for<[string, RequestListener]>([
    [
      'redirects',
      (_request, response) => response.writeHead(302, { location: 'http://b.example/' }).end(),
    ],
    [
      'sends gzip that is none',
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    ],
    ['speaks no HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
  ])('does not advise to start a server where one $0', async ([, answer], { expect }) => {
    const { code, stdout, stderr } = await askOf(answer);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: (No answer from http:.*\n.*--endpoint|The answer is a redirect to )/,
    );
    expect(stderr).not.toMatch(/Is a server|should not have happened/);
  });

  it('does not let a server write to the terminal', async () => {
    const hostile = '\u001b]0;title\u0007\u009b2J\nerror: forged';
    const { code, stderr } = await askOf(
      json({ error_code: 'X', error_msg: hostile, request_id: hostile }, 400),
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: X (HTTP 400): \\u001b]0;title\\u0007\\u009b2J error: forged ' +
        '[request \\u001b]0;title\\u0007\\u009b2J\\u000aerror: forged]\n',
    );
    const page = await askOf((_request, response) => {
      response.writeHead(502).end('<h1>\u001b[2J\u009b31mBad gateway</h1>');
    });
    expect(page.stderr).toMatch('Bad gateway');
    const data = { records: [{ item: hostile }], total: 1 };
    const shown = await askOf(json({ data }), '--json');
    expect(JSON.parse(shown.stdout)).toEqual(data);
    // oxlint-disable-next-line no-control-regex
    expect(page.stderr + shown.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('shows a - for what a server does not tell', async () => {
    const records = [
      { item: 'HTTPS', sessions: 3, apps: null },
      { item: null, sessions: null, request_byte: null, last_time: null },
      { item: 443, sessions: 1, request_byte: 0, response_byte: 5, last_time: SAMPLE_TIME },
    ];
    const { code, stdout, stderr } = await askOf(json({ data: { records, total: 3 } }));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      '#  app    sessions  request  response  last seen',
      '1  HTTPS         3        -         -  -',
      '2  -             -        -         -  -',
      '3  443           1      0 B       5 B  2024-04-29 19:00',
      '',
      '3 of 3, window last 7d',
    ]);
  });

  it.concurrent.for<[string, unknown, number?]>([
    ['data.records[0].item is {"a":1}, not a text', { item: { a: 1 } }],
    ['data.records[0].sessions is -1, not a whole number', { sessions: -1 }],
    ['data.records[0].last_time is "today", not a whole number', { last_time: 'today' }],
    ['data.records[0].last_time is 253402300800000, not', { last_time: 253_402_300_800_000 }],
    ['data.records[0].agg_end_time is 1.5, not a whole', { agg_end_time: 1.5 }],
    ['data.records[0].apps is "HTTPS", not a list', { apps: 'HTTPS' }],
    ['data.records[0].apps[0] is null, not an object', { apps: [null] }],
    ['data.records[0].apps[0].value is "7", not a whole', { apps: [{ key: 'a', value: '7' }] }],
    ['data.total is -3, not a whole number', {}, -3],
  ])('says that an answer is no statistic: $0', async ([told, record, total = 1], { expect }) => {
    const { code, stdout, stderr } = await askOf(json({ data: { records: [record], total } }));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`error: The server's answer is not a statistic: ${told}`);
    expect(stderr).not.toMatch(/ at .*\.ts/);
  });
});

describe('a ranking', () => {
  const record = {
    item: '203.0.113.50',
    sessions: 14_339,
    request_byte: 1_200_000_000,
    response_byte: 22_900_000_000,
    last_time: Date.UTC(2026, 10, 22, 8, 31),
    apps: [
      { key: 'HTTPS', value: 7_824 },
      { key: 'DNS', value: 3_120 },
      { key: 'QUIC', value: 600 },
    ],
  };
  const now = Date.UTC(2026, 10, 22, 9);
  const shown = (changes: object, width: number) =>
    rankingLines(readRanking({ records: [{ ...record, ...changes }], total: 1 }), {
      item: 'dst_ip',
      width,
      now,
    });

  it('shows the sessions of each application where there is room', () => {
    expect(shown({}, 120)).toEqual([
      '#  dst_ip        sessions  request  response  last seen    apps',
      '1  203.0.113.50    14,339   1.2 GB   22.9 GB  11-22 16:31  HTTPS 7,824, DNS 3,120, QUIC 600',
    ]);
  });

  it('shows the names of some applications where there is less, and never half a number', () => {
    expect(shown({}, 80)[1]).toMatch(/HTTPS, DNS, QUIC$/);
    expect(shown({}, 70)[1]).toMatch(/HTTPS, …$/);
    expect(shown({}, 60)[1]).toMatch(/11-22 16:31$/);
  });

  it('shows the year of other years', () => {
    expect(shown({ last_time: Date.UTC(2024, 3, 29) }, 80)[1]).toMatch('2024-04-29 08:00');
  });

  it.each([
    'a-host-with-a-name-that-goes-on-and-on-and-on.subdomain.of.a.long.name.example',
    '中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆',
    '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff',
  ])('fits 80 columns with the item %s', (item) => {
    const widths = shown({ item }, 80).map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});
