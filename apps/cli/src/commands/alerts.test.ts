// @module-tag slow

import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { flowLine, type LogLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { outputFaults } from '../testing/output-faults.ts';
import { folderOf, run, serve, start } from '../testing/program.ts';
import { receiveWebhooks } from '../testing/webhook.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Where windows end, unless a test says otherwise: a minute after the last flow of {@link flows}. */
const AT = SAMPLE_TIME + MINUTE;

/** So many flows of a host that end within a second. */
function flows(count: number, dst_host: string, end_time = SAMPLE_TIME, more: LogLine = {}) {
  return Array.from({ length: count }, (_, index) =>
    flowLine({ dst_host, src_port: String(40_000 + index), end_time, ...more }),
  );
}

const earlier = SAMPLE_TIME - HOUR;
const lines = [
  ...flows(4, 'www.acme.example', earlier),
  ...flows(20, 'gone.example', earlier),
  ...flows(10, 'same.example', earlier),
  ...flows(20, 'www.acme.example'),
  ...flows(11, 'same.example'),
  ...flows(3, 'new.example'),
];

/** Address of a server that has {@link lines}. */
let url: string;
/** What ends it. */
let end = async () => {};
beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cfw-flow-test-'));
  await writeFile(path.join(folder, 'a.ndjson'), ndjson(lines));
  const server = await serve(['--logs', 'a.ndjson'], folder, (ending) => {
    end = () => ending().then(() => rm(folder, { recursive: true }));
  });
  ({ url } = server);
});
afterAll(() => end());

/** A file of rules in a folder of its own, and a way to check them. */
async function checking(rules: string) {
  const folder = await folderOf({ 'rules.yaml': rules });
  const check = (...args: string[]) => run(['alerts', 'rules.yaml', '-e', url, ...args], folder);
  return { folder, check };
}

/** A rule about hosts in an hour. */
const hostRule = (changes: string) =>
  `rules: [{ name: hosts, log_type: internet, window: 1h, item: dst_host, ${changes} }]\n`;

const at = (time = AT) => ['--at', String(time)];

/** What `--json` prints, a line each. */
function records(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('cfw-flow alerts', () => {
  it.each([
    ['above: 11 sessions', ['dst_host www.acme.example: 20 sessions in 1h, above 11 sessions']],
    ['above: 1 MB', ['dst_host www.acme.example: 1.3 MB in 1h, above 1.0 MB']],
    [
      'value: gone.example, below: 1 session',
      ['dst_host gone.example: 0 sessions in 1h, below 1 session'],
    ],
    ['new: 1h', ['dst_host new.example: 3 sessions in 1h, not seen in the 1h before']],
    [
      'value: new.example, new: 1h',
      ['dst_host new.example: 3 sessions in 1h, not seen in the 1h before'],
    ],
    ['new: 1h, at_least: 4 sessions', []],
    [
      'grown: 5, at_least: 4 sessions',
      ['dst_host www.acme.example: 20 sessions in 1h, grown from 4 sessions in the window before'],
    ],
    [
      'shrunk: 2, at_least: 5 sessions',
      ['dst_host gone.example: 0 sessions in 1h, shrunk from 20 sessions in the window before'],
    ],
    // Nothing is known of the day before.
    ['grown: 5, against: day, at_least: 1 session', []],
    ['new: 1h, direction: out2in', []],
    [
      'above: 11 sessions, direction: in2out, firewall: 11111111-2222-4333-8444-555555555555',
      undefined,
    ],
  ])('finds what a rule says: %s', async (changes, summaries) => {
    const { check } = await checking(hostRule(changes));
    const { code, stdout, stderr } = await check('--json', ...at());
    if (summaries === undefined) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/The rule hosts was not checked\. .*11111111/);
      return;
    }
    expect([code, stderr]).toEqual([summaries.length > 0 ? 3 : 0, '']);
    expect(records(stdout).map(({ summary }) => summary)).toEqual(summaries);
  });

  it('judges all flows together without an item', async () => {
    const rules =
      'rules: [{ name: all, log_type: internet, window: 1h, above: 30 sessions },' +
      ' { name: quiet, log_type: nat, window: 1h, below: 1 session }]';
    const { check } = await checking(rules);
    const { code, stdout } = await check(...at());
    expect(code).toBe(3);
    expect(stdout.split('\n')).toEqual([
      'severity  rule   since             what',
      'warning   all    2024-04-29 19:01  all flows: 34 sessions in 1h, above 30 sessions',
      'warning   quiet  2024-04-29 19:01  all flows: 0 sessions in 1h, below 1 session',
      '',
      '2 alerts, 2 rules checked',
      '',
    ]);
  });

  it('ends with 0 when no rule is met', async () => {
    const { check } = await checking(hostRule('above: 1000 sessions'));
    expect(await check(...at())).toEqual({
      code: 0,
      stdout: 'no alerts, 1 rule checked\n',
      stderr: '',
    });
  });

  it('prints what programs need, a line of JSON for each alert', async () => {
    const { check } = await checking(hostRule('grown: 5, at_least: 4 sessions, severity: info'));
    const { stdout } = await check('--json', ...at());
    expect(records(stdout)).toEqual([
      {
        status: 'firing',
        rule: 'hosts',
        severity: 'info',
        firewall: FIREWALL,
        log_type: 'internet',
        item: 'dst_host',
        group: 'www.acme.example',
        measure: 'sessions',
        value: 20,
        before: 4,
        start_time: AT - HOUR,
        end_time: AT,
        summary: expect.any(String),
        since: AT,
      },
    ]);
  });

  it('refuses rules that are wrong with their line, and a file that is not there', async () => {
    const folder = await folderOf({ 'rules.yaml': hostRule('above: lots') });
    const bad = await run(['alerts', 'rules.yaml'], folder);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(
      "error: The file of rules rules.yaml can't be used:\n  rules.yaml:1: ",
    );
    const missing = await run(['alerts', 'none.yaml'], folder);
    expect(missing.stderr).toBe('error: There is no file of rules none.yaml. Check the path.\n');
  });

  describe('with webhooks', () => {
    const lasting = hostRule('above: 11 sessions, severity: critical');

    it('tells each alert once while it lasts, and its end', async () => {
      const slack = await receiveWebhooks();
      const rules = `${lasting}webhooks: [{ form: slack, url: '${slack.url}' }]`;
      const { check } = await checking(rules);
      const state = ['--state', 'state.json'];
      expect((await check(...at(), ...state)).code).toBe(3);
      expect((await check(...at(AT + MINUTE), ...state)).code).toBe(3);
      expect((await check(...at(AT + 2 * HOUR), ...state)).code).toBe(0);
      expect((await check(...at(AT + 3 * HOUR), ...state)).code).toBe(0);
      expect(slack.bodies).toEqual([
        {
          text: ':rotating_light: *hosts* (critical) dst_host www.acme.example: 20 sessions in 1h, above 11 sessions',
        },
        {
          text: ':white_check_mark: *hosts* (resolved) dst_host www.acme.example: 20 sessions in 1h, above 11 sessions',
        },
      ]);
    });

    it('tells Alertmanager what its API takes, and again while it lasts', async () => {
      const receiver = await receiveWebhooks();
      const rules = `${lasting}webhooks: [{ form: alertmanager, url: '${receiver.url}/api/v2/alerts' }]`;
      const { check } = await checking(rules);
      for (const time of [AT, AT + MINUTE, AT + 2 * HOUR]) {
        await check(...at(time), '--state', 'state.json');
      }
      const alert = (endsAt: number) => ({
        labels: {
          alertname: 'hosts',
          severity: 'critical',
          firewall: FIREWALL,
          log_type: 'internet',
          dst_host: 'www.acme.example',
        },
        annotations: {
          summary: 'dst_host www.acme.example: 20 sessions in 1h, above 11 sessions',
        },
        startsAt: '2024-04-29T19:01:00.000Z',
        endsAt: new Date(endsAt).toISOString(),
      });
      expect(receiver.bodies).toEqual([
        [alert(AT + HOUR)],
        [alert(AT + MINUTE + HOUR)],
        [alert(AT + 2 * HOUR)],
      ]);
      expect(receiver.requests[0]).toMatchObject({ method: 'POST', url: '/api/v2/alerts' });
      expect(receiver.requests[0]!.headers['content-type']).toBe('application/json');
    });

    it('tries one that fails again, and tells the others meanwhile', async () => {
      const failing = await receiveWebhooks();
      const other = await receiveWebhooks();
      failing.statuses.push(503, 500);
      const rules =
        `${lasting}webhooks: [{ form: slack, url: '${failing.url}' },` +
        ` { form: json, url: '${other.url}' }, { form: json, name: gone, url: 'http://127.0.0.1:1' }]`;
      const { check } = await checking(rules);
      const { code, stderr } = await check(...at());
      expect([failing.bodies.length, other.bodies.length]).toEqual([3, 1]);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^error: The webhook gone at 127\.0\.0\.1:1 was not reached: .*\n$/),
      ]);
    });

    it('shows nothing of its address or its authorization, which may be secrets', async () => {
      const receiver = await receiveWebhooks();
      receiver.statuses.push(403, 403, 403, 403);
      const rules = `${lasting}webhooks: [{ form: json, url_from: HOOK, authorization_from: AUTHORIZATION }]`;
      const { folder, check } = await checking(rules);
      process.env['HOOK'] = `${receiver.url}/secret`;
      process.env['AUTHORIZATION'] = 'Bearer hidden';
      const told = await check('--state', 's.json', ...at());
      delete process.env['HOOK'];
      delete process.env['AUTHORIZATION'];
      expect(receiver.requests[0]!.url).toBe('/secret');
      expect(receiver.requests[0]!.headers['authorization']).toBe('Bearer hidden');
      expect(told.stderr).toMatch(/^error: The webhook json at 127\.0\.0\.1:\d+ answered 403\.\n$/);
      const all = told.stdout + told.stderr + (await readFile(path.join(folder, 's.json'), 'utf8'));
      expect(all).not.toMatch(/secret|hidden/);
    });
  });

  it('refuses a state that is something else', async () => {
    const { folder, check } = await checking(hostRule('above: 1 session'));
    await writeFile(path.join(folder, 'state.json'), '{"rules":[]}');
    const { code, stderr } = await check('--state', 'state.json', ...at());
    expect(code).toBe(1);
    expect(stderr).toMatch(/state\.json is not the state of alerts\. Name another file/);
  });

  it('says why a state can not be written', async () => {
    const { check } = await checking(hostRule('above: 1 session'));
    const { code, stderr } = await check('--state', 'missing/state.json', ...at());
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: missing/state.json can't be written: its folder is not there. Choose another place.\n",
    );
  });

  it('goes on with --every until Ctrl+C, and says what begins and what ends', async () => {
    const folder = await folderOf({
      'logs/a.ndjson': ndjson(flows(1, 'other.example', Date.now())),
      'rules.yaml':
        'rules: [{ name: quiet, log_type: internet, window: 1d, item: dst_host,' +
        ' value: www.acme.example, below: 1 session }]',
    });
    const following = ['--watch', 'logs', '--watch-every', '200ms'];
    const server = await serve(following, folder);
    const args = ['alerts', 'rules.yaml', '-e', server.url, '--every', '1s', '--json'];
    const running = start(args, folder);
    await running.prints(/"firing"/);
    const log = path.join(folder, 'logs/a.ndjson');
    await appendFile(log, ndjson(flows(1, 'www.acme.example', Date.now())));
    await running.prints(/"resolved"/);
    const { code, stdout, stderr } = await running.end();
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Checking 1 rule every 1 s\. Ctrl\+C/),
    ]);
    expect(records(stdout)).toMatchObject([
      { status: 'firing', rule: 'quiet', value: 0 },
      { status: 'resolved', rule: 'quiet', group: 'www.acme.example' },
    ]);
    expect(records(stdout).flatMap((record) => outputFaults('alerts', record))).toEqual([]);
    const state = await readFile(path.join(folder, 'rules.yaml.state.json'), 'utf8');
    expect(JSON.parse(state)).toEqual({ alerts: [] });
  });
});
