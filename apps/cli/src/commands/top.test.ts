import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve, whatToAsk } from '../testing/program.ts';
import { unusedPort } from '../testing/unused-port.ts';

/** A server that answers everything alike, and asking it for a ranking. */
async function askOf(answer: RequestListener, ...more: string[]) {
  const server = createServer(answer);
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    return await run(['top', 'app', ...whatToAsk, '--endpoint', endpoint, ...more], tmpdir());
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

  it('ranks several items at once, by sessions or by bytes', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([
        flowLine(),
        flowLine({ src_port: '40001' }),
        flowLine({ src_ip: '192.0.2.11', app: 'SSH', to_c_bytes: 1_000_000 }),
      ]),
    });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const window = ['--from', '2024-04-29T18:00Z', '--to', '2024-04-29T20:00Z'];
    const ask = (...more: string[]) =>
      run(['top', ...more, '--log-type', 'internet', '--endpoint', url, ...window], folder);
    const byBytes = await ask('app', 'src_ip', 'app', '--by', 'byte');
    expect([byBytes.code, byBytes.stderr]).toEqual([0, '']);
    expect(byBytes.stdout.split('\n')).toEqual([
      '#  app     bytes',
      '1  SSH    1.0 MB',
      '2  HTTPS  131 kB',
      '',
      '#  src_ip       bytes',
      '1  192.0.2.11  1.0 MB',
      '2  192.0.2.10  131 kB',
      '',
      'top 5 by bytes, window 2024-04-29 18:00 to 2024-04-29 20:00',
      '',
    ]);
    const bySessions = await ask('app', 'dst_region_name', '--size', '1', '--explain');
    expect(bySessions.stdout).toMatch(/^#  app    sessions\n1  HTTPS         2\n\n#  dst_reg/);
    expect(bySessions.stdout).toMatch(/^read +from +to +groups +details$/m);
    expect((await ask('app', 'src_ip', '-n', '1', '--csv')).stdout.split('\n')).toEqual([
      'item,key,name,value',
      'app,HTTPS,,2',
      'src_ip,192.0.2.10,,2',
      '',
    ]);
    expect((await ask('app', '--by', 'byte', '-n', '1', '--ndjson')).stdout).toBe(
      '{"item":"app","key":"SSH","value":1001500}\n',
    );
    const { stdout } = await ask('app', '--by', 'byte', '--json');
    expect(JSON.parse(stdout)).toEqual({
      app: [
        { key: 'SSH', value: 1_001_500 },
        { key: 'HTTPS', value: 131_000 },
      ],
    });
  });

  it('has every digit of a sum beyond 2^53, also in a ranking with details', async () => {
    const line = JSON.stringify(flowLine()).replace('64000', String(2n ** 62n + 1n));
    const folder = await folderOf({ 'a.ndjson': `${line}\n${line.replace('40000', '40001')}\n` });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const ask = async (...more: string[]) => {
      const window = ['--from', '2024-04-29', '--to', '2024-05-01'];
      const args = ['top', 'app', '--log-type', 'internet', '--endpoint', url, ...window];
      return (await run([...args, ...more], folder)).stdout;
    };
    expect(await ask('--by', 'byte', '--json')).toMatch(`"value": ${2n ** 63n + 3002n}\n`);
    expect(await ask('--by', 'byte')).toMatch(/^1 {2}HTTPS {2}9\.2 EB$/m);
    expect(await ask('--json')).toMatch(`"response_byte": ${2n ** 63n + 2n},`);
    expect(await ask('--csv')).toBe(
      'item,sessions,request_byte,response_byte,last_time,region,device_name,associate_instance_type,tags,time\n' +
        `HTTPS,2,3000,${2n ** 63n + 2n},1714417200000,,,,,2024-04-29T19:00:00.000Z\n`,
    );
    expect(await ask('--ndjson')).toMatch(
      new RegExp(`^\\{"item":"HTTPS".*"response_byte":${2n ** 63n + 2n},.*\\}\n$`),
    );
    expect(await ask()).toMatch(/^1 {2}HTTPS +2 +3\.0 kB +9\.2 EB/m);
  });

  it('reports an error of the API with its code and request id', async () => {
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

  it('says of a window that holds nothing when the data end, and what to type', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const ask = (...more: string[]) => run(['top', 'app', '--endpoint', url, ...more], folder);
    for (const [args, answer] of [
      [[], '0 of 0, window last 7d\n'],
      [['--by', 'byte', '--json'], '{\n  "app": []\n}\n'],
    ] as const) {
      expect(await ask(...args)).toEqual({
        code: 0,
        stdout: answer,
        stderr:
          'The flows of this firewall end at 2024-04-29 19:05, before that window. ' +
          'Their last days: --from 2024-04-29 --to 2024-04-30\n',
      });
    }
    const typed = await ask('--from', '2024-04-29', '--to', '2024-04-30');
    expect([typed.stdout, typed.stderr]).toEqual([expect.stringMatching(/^1 {2}HTTPS/m), '']);
    expect((await ask('--from', '2020-01-01', '--to', '2020-01-02')).stderr).toMatch(
      /^The flows of this firewall begin at 2024-04-29 19:00, after that window\./,
    );
    expect((await ask('-t', 'nat')).stderr).toBe(
      `Firewall ${FIREWALL} has no flows of log type nat, but of internet (6 flows): --log-type TYPE.\n`,
    );
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
    ['nothing', undefined, /^The server does not say what the answer was made from\.$/m],
    ['what is no segment', '\u00ffforged', /^The server does not say what/m],
    ['a segment without rows', 'flows;start=1;end=2', /^The server does not say what/m],
    ['none', 'none', /^made from nothing: there are no such flows$/m],
    [
      'more segments than have room',
      'days;start=0;end=1;group_rows=2;detail_rows=3, more;pieces=9;group_rows=70;detail_rows=8',
      /^more +70 +8$/m,
    ],
    [
      'a time beyond all calendars',
      'flows;start=0;end=9007199254740991;group_rows=2;detail_rows=3',
      /^flows  1970-01-01 00:00 +2 +3$/m,
    ],
  ])('accepts a server that sends $0', async ([, sent, shown], { expect }) => {
    const answer: RequestListener = (request, response) => {
      if (request.headers['x-flow-explain'] === '1' && sent !== undefined) {
        response.setHeader('x-flow-explain', sent);
      }
      json({ data: { records: [], total: 0 } })(request, response);
    };
    const { code, stdout, stderr } = await askOf(answer, '--explain');
    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(shown), '']);
  });

  it('says how to start a server when none answers', async () => {
    const port = await unusedPort();
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

  it('says what to do about something else than the API, and about what is too much for it', async () => {
    const page = await askOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>It works!</html>');
    });
    expect([page.code, page.stderr]).toEqual([
      1,
      expect.stringMatching(
        /not JSON: <html>It works!<\/html>\nIs that a server of cfw-flow, or the API of the cloud\? --endpoint URL/,
      ),
    ]);
    const answer = json({ error_code: 'APIGW.0308', error_msg: 'Throttled' }, 429);
    const server = createServer(answer).listen({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(['top', 'app', '-e', `localhost:${port}`], tmpdir());
    expect([code, stderr]).toEqual([
      1,
      `error: http://localhost:${port} does not say which firewalls it has (HTTP 429: Throttled).\n` +
        'Too many questions in a short time. Ask again in a minute, and fewer at once.\n',
    ]);
  });

  it('does not let a server write to the terminal', async () => {
    const hostile = '\u001b]0;title\u0007\u009b2J\nerror: forged';
    const { code, stderr } = await askOf(
      json({ error_code: 'X', error_msg: hostile, request_id: hostile }, 400),
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: X (HTTP 400): ]0;title 2J error: forged [request ]0;title 2J error: forged]\n',
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

  it('shows a - for what a server does not send', async () => {
    const records = [
      { item: 'HTTPS', sessions: 3, apps: null },
      { item: 'DNS', sessions: null, request_byte: null, last_time: null },
      { item: '443', sessions: 1, request_byte: 0, response_byte: 5, last_time: SAMPLE_TIME },
    ];
    const { code, stdout, stderr } = await askOf(json({ data: { records, total: 3 } }));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      '#  app    sessions  request  response  last seen',
      '1  HTTPS         3        -         -  -',
      '2  DNS           -        -         -  -',
      '3  443           1      0 B       5 B  2024-04-29 19:00',
      '',
      '3 of 3, window last 7d',
    ]);
  });

  it.concurrent.for<[string, unknown, number?]>([
    ['data.records[0].item is {"a":1}, not a string', { item: { a: 1 } }],
    ['data.records[0].sessions is -1, not an integer from 0', { item: 'a', sessions: -1 }],
    ['data.records[0].apps[0] is null, not an object', { item: 'a', apps: [null] }],
    ['data.total is -3, not an integer from 0', { item: 'a' }, -3],
    [
      'data.records[0].last_time is 253402300800000, not',
      { item: 'a', last_time: 253_402_300_800_000 },
    ],
  ])(
    'says that an answer is no statistic: $0',
    async ([problem, record, total = 1], { expect }) => {
      const { code, stdout, stderr } = await askOf(json({ data: { records: [record], total } }));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(problem);
      expect(stderr).not.toMatch(/ at .*\.ts/);
    },
  );
});
