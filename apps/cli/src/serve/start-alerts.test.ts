// @module-tag slow

import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { flowLine, ndjson, OTHER_FIREWALL } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';
import { receiveWebhooks } from '../testing/webhook.ts';

const flow = (dst_host: string, more = {}) =>
  ndjson([flowLine({ dst_host, end_time: Date.now() - 1000, ...more })]);

const rules = (url: string) => `rules:
  - { name: seen, log_type: internet, window: 1d, item: dst_host, value: bad.example, above: 0 sessions }
  - { name: quiet, log_type: internet, window: 1d, item: dst_host, value: www.acme.example, below: 1 session }
webhooks: [{ form: json, url: '${url}' }]
`;

it('a server tells what its rules find, for each firewall, and only once over a restart', async () => {
  const receiver = await receiveWebhooks();
  const told = () =>
    receiver.bodies.flatMap((body) =>
      (body as { alerts: { status: string; rule: string; firewall: string }[] }).alerts.map(
        ({ status, rule, firewall }) =>
          `${status} ${rule}${firewall === OTHER_FIREWALL ? ' other' : ''}`,
      ),
    );
  const folder = await folderOf({
    'logs/a.ndjson': flow('some.example'),
    'rules.yaml': rules(receiver.url),
  });
  const log = path.join(folder, 'logs/a.ndjson');
  const args = [
    '--watch',
    'logs',
    '--watch-every',
    '200ms',
    '--alerts',
    'rules.yaml',
    '--alerts-every',
    '1s',
  ];
  const first = await serve(args, folder);
  await expect.poll(told).toEqual(['firing quiet']);
  await appendFile(log, flow('bad.example', { fw_instance_id: OTHER_FIREWALL }));
  await expect
    .poll(() => told().toSorted())
    .toEqual(['firing quiet', 'firing quiet other', 'firing seen other']);
  // It knows that they are told when it has their answers, too.
  const known = async () =>
    JSON.parse(await readFile(path.join(folder, '.cfw-flow/alerts.json'), 'utf8')).alerts;
  await expect
    .poll(known)
    .toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ told: { json: 'firing' } })),
    );
  const { code, stderr } = await first.end();
  expect(code).toBe(0);
  expect(stderr).toMatch(
    / firing {4}seen {2}dst_host bad\.example: 1 session in 1d, above 0 sessions\n/,
  );
  expect(await known()).toHaveLength(3);

  await serve(args, folder);
  await appendFile(log, flow('www.acme.example'));
  await expect.poll(told).toContain('resolved quiet');
  expect(told()).toHaveLength(4);
});

it('a server refuses rules that are wrong before it does anything', async () => {
  const folder = await folderOf({ 'rules.yaml': 'rules: []' });
  const { code, stderr } = await run(['serve', '--demo', '--alerts', 'rules.yaml'], folder);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^error: The file of rules rules\.yaml/),
  ]);
});

it('a webhook that fails keeps no other and no check, and is told all when it is back', async () => {
  const receiver = await receiveWebhooks();
  receiver.statuses.push(...Array.from({ length: 3 }, () => 500));
  const folder = await folderOf({
    'rules.yaml': rules(receiver.url),
    'a.ndjson': flow('bad.example'),
  });
  const args = ['--logs', 'a.ndjson', '--alerts', 'rules.yaml', '--alerts-every', '1s'];
  const server = await serve(args, folder);
  await expect.poll(() => receiver.bodies.length).toBe(4);
  const { stderr } = await server.end();
  expect(receiver.bodies[3]).toMatchObject({ alerts: [{ rule: 'seen' }, { rule: 'quiet' }] });
  expect(
    stderr.match(/The webhook json at 127\.0\.0\.1:\d+ answered 500\. It is tried again\./g),
  ).toHaveLength(1);
});
