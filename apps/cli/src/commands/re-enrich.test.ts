// @module-tag slow

import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { flowLine, ndjson } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const log = ndjson([
  flowLine({ dst_ip: '198.51.100.7', dst_host: 'www.acme.example' }),
  flowLine({ dst_ip: '198.51.100.7', dst_host: 'c2.evil.example' }),
  flowLine({ direction: 'out2in', src_ip: '203.0.113.66', dst_ip: '192.0.2.10' }),
]);
const week = ['--log-type', 'internet', '--from', '2024-04-29', '--to', '2024-04-30', '--json'];

async function ask(url: string, item: string, folder: string) {
  const { stdout, stderr } = await run(['top', item, ...week, '--endpoint', url], folder);
  expect(stderr).toBe('');
  const { records } = JSON.parse(stdout) as { records: Record<string, unknown>[] };
  return records.map((record) => [record['item'], record['sessions'], record['tags']]);
}

it('flags flows as they are ingested, and those ingested before when asked to', async () => {
  const folder = await folderOf({
    'log.ndjson': log,
    'drop.netset': '# ours\n203.0.113.0/24\n0.0.0.0/0\n',
    'hosts.txt': '0.0.0.0 evil.example\n',
    'later.txt': '198.51.100.7 # since today\n',
    'assets.csv': 'address,device_name,associate_instance_type\n192.0.2.10,web-1,ECS\n',
  });
  const lists = ['--threats', 'drop.netset', 'hosts.txt'];
  const taken = await run(['ingest', 'log.ndjson', '--data', 'data', ...lists], folder);
  expect(taken.code).toBe(0);
  expect(taken.stderr).toContain(
    'Threat list drop: 1 address or network, 0 hosts.\n' +
      'Threat list hosts: 0 addresses and networks, 1 host.\n' +
      'drop.netset: 1 line ignored\n' +
      '  drop.netset:3: "0.0.0.0/0" is every address there is\n',
  );
  const first = await serve(['--data', 'data', '--assets', 'assets.csv'], folder);
  expect(await ask(first.url, 'risk_ip', folder)).toEqual([['203.0.113.66', 1, 'drop']]);
  expect(await ask(first.url, 'risk_host', folder)).toEqual([['c2.evil.example', 1, 'hosts']]);
  const { stdout } = await run(
    ['top', 'src_ip', ...week.slice(0, -1), '--endpoint', first.url],
    folder,
  );
  expect(stdout).toMatch(/192\.0\.2\.10.* web-1, ECS/);
  // Assets are seen as they are now.
  await writeFile(path.join(folder, 'new.csv'), 'address,tags\n192.0.2.10,moved\n');
  await rename(path.join(folder, 'new.csv'), path.join(folder, 'assets.csv'));
  await expect
    .poll(() => ask(first.url, 'src_ip', folder))
    .toContainEqual(['192.0.2.10', 2, 'moved']);
  await first.end();

  const unsaid = await run(['re-enrich', '--data', 'data'], folder);
  expect([unsaid.code, unsaid.stderr]).toEqual([2, expect.stringContaining('--no-threats')]);
  const reEnriched = await run(['re-enrich', '--data', 'data', '--threats', 'later.txt'], folder);
  expect([reEnriched.code, reEnriched.stdout]).toEqual([0, '3 flows checked, 3 changed.\n']);
  const verified = await run(['verify', '--data', 'data'], folder);
  expect(verified.code).toBe(0);
  const second = await serve(['--data', 'data'], folder);
  expect(await ask(second.url, 'risk_ip', folder)).toEqual([['198.51.100.7', 2, 'later']]);
  expect(await ask(second.url, 'risk_host', folder)).toEqual([]);
  await second.end();

  const none = await run(['re-enrich', '--data', 'data', '--no-threats'], folder);
  expect(none.stdout).toBe('3 flows checked, 2 changed.\n');
});

it.each([
  ['--threats', 'list.txt', '--no-threats'],
  ['--no-threats', '--threats', 'list.txt'],
])('refuses lists together with none: %s %s %s', async (...args) => {
  const { code, stderr } = await run(['re-enrich', ...args], await folderOf({}));
  expect([code, stderr]).toEqual([2, expect.stringContaining('exclude each other')]);
});

it.each([
  [{ 'list.txt': '' }, 'The threat list list.txt is empty'],
  [{ 'list.txt': '<html>\n<body>\n' }, 'list.txt is no threat list'],
  [{}, 'There is no threat list list.txt'],
])('starts with no list that can not be used: %j', async (files, why) => {
  const folder = await folderOf({ 'log.ndjson': log, ...files });
  const { code, stderr } = await run(['ingest', 'log.ndjson', '--threats', 'list.txt'], folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
});
