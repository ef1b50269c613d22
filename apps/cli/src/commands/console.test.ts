// @module-tag slow

import { chmod } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { verifyRequest } from '@cfw-flow/signature';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { answerError, type SignatureCheck, startCloud, TOKEN } from '../testing/cloud.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve, start, temporaryFolder } from '../testing/program.ts';

/** Variables of the environment, as long as the test runs. */
function environment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

const ACCESS_KEY = 'HUAWEIAK0000000TEST';
const SECRET_KEY = 'the-secret-key-of-the-test';

const isSigned: SignatureCheck = async ({ method = 'GET', url = '', headers }, now) => {
  const secretKey = (accessKey: string) => (accessKey === ACCESS_KEY ? SECRET_KEY : undefined);
  return (await verifyRequest({ method, url, headers }, { secretKey, now })).valid;
};

function accessKey(secretKey = SECRET_KEY): void {
  environment({ HUAWEICLOUD_SDK_AK: ACCESS_KEY, HUAWEICLOUD_SDK_SK: secretKey });
}

/** A cloud with a recent log, so that its last seven days have flows. */
async function cloudWith(log: string, ahead?: number) {
  const { url } = await serve(['--logs', 'a.ndjson'], await folderOf({ 'a.ndjson': log }));
  return { ...(await startCloud(url, isSigned, ahead)), origin: url };
}

function cloudOptions(url: string): string[] {
  return ['--endpoint', url, '--project', PROJECT, '--firewall', FIREWALL];
}

/** A console that is ready, on a free port. */
async function consoleOver(...args: string[]) {
  return consoleIn(await temporaryFolder(), ...args);
}

/** A console of a user whose folder of configuration this is. */
async function consoleIn(folder: string, ...args: string[]) {
  const running = start(['console', '--port', '0', ...args], folder);
  onTestFinished(async () => void (await running.end('SIGKILL')));
  const [, url = ''] = await running.prints(/Console {2}(http:\S+)\/[^]*Ctrl\+C/);
  return { ...running, url };
}

const statisticPath = `/v1/${PROJECT}/cfw/logs/flow-statistic`;
const question = `fw_instance_id=${FIREWALL}&log_type=internet&range=2&item=dst_host`;

/** Two log types that end now; a sum of theirs is beyond 2^53. */
function recentLog(): string {
  const end = Date.now() - 60_000;
  return ndjson([
    ...[0, 1].map((at) => flowLine({ to_s_bytes: 2 ** 53 - 1, end_time: end - at })),
    flowLine({ log_type: 'nat', src_ip: '10.0.0.1', end_time: end }),
  ]);
}

describe('cfw-flow console', () => {
  it('asks a service that demands signatures what a page asks, and tells the page no secret', async () => {
    accessKey();
    const cloud = await cloudWith(recentLog());
    const { url, end } = await consoleOver(...cloudOptions(cloud.url));

    const context = await (await fetch(`${url}/console/context.json`)).text();
    expect(JSON.parse(context)).toEqual({
      project_id: PROJECT,
      firewalls: [
        { fw_instance_id: FIREWALL, traffic: [{ log_type: 'internet' }, { log_type: 'nat' }] },
      ],
      service: { endpoint: cloud.url, waiting: 0 },
    });

    const answer = await fetch(`${url}${statisticPath}?${question}`);
    const body = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(answer.headers.get('server-timing')).toMatch(/^wait;dur=\d+\.\d$/);
    expect(body).toContain('"request_byte":18014398509481982');
    expect(cloud.requests.at(-1)).toBe(`${statisticPath}?${question}`);

    const { code, stdout, stderr } = await end();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Asking ${cloud.url}\nFirewall ${FIREWALL}: internet, nat\n`);
    for (const text of [context, body, stdout, JSON.stringify([...answer.headers])]) {
      expect(text).not.toContain(SECRET_KEY);
      expect(text).not.toContain(ACCESS_KEY);
    }
  });

  it('answers as the service does what it refuses', async () => {
    accessKey();
    const cloud = await cloudWith(recentLog());
    const { url } = await consoleOver(...cloudOptions(cloud.url));
    const refused = await fetch(`${url}${statisticPath}?${question}&size=5000`);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        error_code: 'CFW.00200003',
        error_msg: expect.stringContaining('size: "5000". It takes an integer from 0 to 1000'),
        request_id: expect.any(String),
      },
    ]);
    cloud.answerNext((_request, response) =>
      answerError(response, 429, 'APIGW.0308', 'Too many.', { 'Retry-After': '60' }),
    );
    const limited = await fetch(`${url}${statisticPath}?${question}`);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    const { service } = await (await fetch(`${url}/console/context.json`)).json();
    expect(service.limited_until).toBeGreaterThan(Date.now());
  });

  it('answers on this machine only, no page of another origin, and of no other project', async () => {
    accessKey();
    const cloud = await cloudWith(recentLog());
    const { url } = await consoleOver(...cloudOptions(cloud.url));
    const before = cloud.requests.length;
    const statusOf = (headers: Record<string, string>, target = `${statisticPath}?${question}`) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${url}${target}`, { headers }, (response) => {
          resolve(response.resume().statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await statusOf({ host: 'rebound.example' })).toBe(403);
    expect(await statusOf({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf({}, statisticPath.replace(PROJECT, '0'.repeat(32)))).toBe(403);
    expect(await statusOf({ host: 'rebound.example' }, '/console/context.json')).toBe(403);
    expect(cloud.requests.length).toBe(before);
  });

  it.each([
    [
      'a wrong secret key',
      0,
      () => accessKey('another'),
      /HTTP 401.*Incorrect IAM authentication information/,
    ],
    [
      'a clock that is an hour late',
      3_600_000,
      () => accessKey(),
      /clock of this machine is 60 minutes behind/,
    ],
    [
      'an expired token',
      0,
      () => environment({ CFW_FLOW_TOKEN: 'expired' }),
      /HTTP 401.*Incorrect IAM authentication information/,
    ],
  ] as const)('says of $0 what is wrong before it opens', async (_, ahead, prepare, message) => {
    prepare();
    const cloud = await cloudWith(recentLog(), ahead);
    const { code, stdout, stderr } = await run(
      ['console', '--port', '0', ...cloudOptions(cloud.url)],
      await temporaryFolder(),
    );
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)]);
    expect(stderr).not.toContain('another');
  });

  it('takes a token as well, and shows the page that it expired meanwhile', async () => {
    environment({ CFW_FLOW_TOKEN: TOKEN });
    const cloud = await cloudWith(recentLog());
    const { url } = await consoleOver(...cloudOptions(cloud.url));
    cloud.answerNext((_request, response) =>
      answerError(response, 401, 'APIGW.0307', 'The token must be updated.'),
    );
    const answer = await fetch(`${url}${statisticPath}?${question}`);
    expect([answer.status, await answer.json()]).toEqual([
      401,
      {
        error_code: 'APIGW.0307',
        error_msg: expect.stringContaining('The token must be updated.'),
        request_id: 'r-1',
      },
    ]);
    expect((await fetch(`${url}${statisticPath}?${question}`)).status).toBe(200);
  });

  it('says which firewall a service does not know, and what else it needs to be told', async () => {
    accessKey();
    const cloud = await cloudWith(recentLog());
    const folder = await temporaryFolder();
    const start = ['console', '--port', '0', '--endpoint', cloud.url];
    const unknown = await run([...start, '--project', PROJECT, '-f', OTHER_FIREWALL], folder);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining(`no firewall ${OTHER_FIREWALL}`),
    ]);
    const untold = await run(start, folder);
    expect([untold.code, untold.stderr]).toEqual([
      2,
      `error: ${cloud.url} does not say which firewalls it has, as a server of cfw-flow does. Give these, too, or another --endpoint:\n` +
        '  --project ID (or CFW_FLOW_PROJECT)\n  --firewall ID (or CFW_FLOW_FIREWALL)\n',
    ]);
  });

  it('shows all firewalls of a profile by their names, the chosen one first', async () => {
    const cloud = await cloudWith(recentLog());
    const folder = await folderOf({
      'cfw-flow/config.yaml': `prod:
  endpoint: ${cloud.url}
  project: ${PROJECT}
  firewall: office
  firewalls:
    gone: ${OTHER_FIREWALL}
    office: ${FIREWALL}
  access_key: ${ACCESS_KEY}
  secret_key: ${SECRET_KEY}
`,
    });
    await chmod(path.join(folder, 'cfw-flow/config.yaml'), 0o600);
    const { url, end } = await consoleIn(folder, '--profile', 'prod');
    const { firewalls } = await (await fetch(`${url}/console/context.json`)).json();
    expect(firewalls).toEqual([
      {
        fw_instance_id: FIREWALL,
        name: 'office',
        traffic: [{ log_type: 'internet' }, { log_type: 'nat' }],
      },
      { fw_instance_id: OTHER_FIREWALL, name: 'gone', traffic: [] },
    ]);
    const { stdout } = await end();
    expect(stdout).toContain(`Firewall office (${FIREWALL}): internet, nat\n`);
    expect(stdout).toContain(`Firewall gone (${OTHER_FIREWALL}): no flows in the last seven days`);
  });

  it('shows what another cfw-flow server says itself', async () => {
    const { url: origin } = await serve(
      ['--logs', 'a.ndjson'],
      await folderOf({ 'a.ndjson': sampleLog() }),
    );
    const { url } = await consoleOver('--endpoint', origin);
    const context = await (await fetch(`${url}/console/context.json`)).json();
    expect(context).toMatchObject({
      project_id: PROJECT,
      firewalls: [{ fw_instance_id: FIREWALL, flows: 6, first_time: SAMPLE_TIME }],
      status: { flows: 6 },
      service: { endpoint: origin, waiting: 0 },
    });
  });

  it('knows a firewall by the name that another cfw-flow server has for it', async () => {
    const { url: origin } = await serve(
      ['--logs', 'a.ndjson', '--firewall-name', `${FIREWALL}=Head office`],
      await folderOf({ 'a.ndjson': sampleLog() }),
    );
    const { end } = await consoleOver('--endpoint', origin, '--firewall', 'Head office');
    expect((await end()).stdout).toContain(`Firewall Head office (${FIREWALL}): internet\n`);
  });
});
