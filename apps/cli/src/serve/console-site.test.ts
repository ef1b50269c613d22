import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createServer } from '@cfw-flow/server';
import { textSource } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveConsole } from './console-site.ts';
import { type ContextOptions, storeContext } from './store-context.ts';
import { FIREWALL, HOST, PROJECT } from '../defaults.ts';
import { guardLoopback } from './loopback-guard.ts';
import { flowLine, SAMPLE_TIME } from '../testing/logs.ts';
import { temporaryFolder } from '../testing/program.ts';

async function serving(files: string | undefined, options?: ContextOptions) {
  const store = await openDuckdbStore();
  await store.ingest(textSource('sample', 'sample', [JSON.stringify(flowLine())]), {
    fw_instance_id: FIREWALL,
  });
  const server = createServer({ store, projectId: PROJECT });
  guardLoopback(server);
  await serveConsole(server, { context: storeContext(store, PROJECT, options), files });
  const url = await server.listen({ host: HOST, port: 0 });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  return url;
}

async function builtConsole() {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(path.join(folder, 'assets/index-abc123.js'), 'export {};');
  return folder;
}

describe('the console', () => {
  it('is told the names of firewalls, and which folders are followed', async () => {
    const context = async (options?: ContextOptions) =>
      (await fetch(`${await serving(undefined, options)}/console/context.json`)).json();
    const told = await context({
      firewallNames: new Map([[FIREWALL, 'Head office']]),
      followed: ['/var/log/cfw'],
    });
    expect(told.firewalls[0]).toMatchObject({ fw_instance_id: FIREWALL, name: 'Head office' });
    expect(told.followed).toEqual(['/var/log/cfw']);

    const untold = await context();
    expect(untold.firewalls[0]).not.toHaveProperty('name');
    expect(untold).not.toHaveProperty('followed');
  });

  it('is served at the root, asked for again each time, under a strict policy', async () => {
    const page = await fetch(`${await serving(await builtConsole())}/`);
    expect(await page.text()).toContain('<title>console</title>');
    expect(page.headers.get('content-type')).toMatch('text/html');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch("default-src 'self'");
    expect(policy).toMatch("frame-ancestors 'none'");
  });

  it('has assets that browsers may keep for good', async () => {
    const asset = await fetch(`${await serving(await builtConsole())}/assets/index-abc123.js`);
    expect(asset.status).toBe(200);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    ['a range that no asset has', { range: 'bytes=9999-' }, 416, 'Range not satisfiable.'],
    ['another version of an asset', { 'if-match': '"other"' }, 412, 'Precondition failed.'],
  ])('says so when asked for %s', async (_, headers, status, error_msg) => {
    const asset = `${await serving(await builtConsole())}/assets/index-abc123.js`;
    const answer = await fetch(asset, { headers });
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error_code: 'APIGW.0201', error_msg, request_id: answer.headers.get('x-request-id') },
    ]);
    expect(answer.headers.get('content-range')).toBe(status === 416 ? 'bytes */10' : null);
    expect(answer.headers.get('cache-control')).toBeNull();
    expect(await (await fetch(asset)).text()).toBe('export {};');
  });

  it('answers everything for its own origin alone', async () => {
    const url = await serving(await builtConsole());
    for (const path of ['/', '/assets/index-abc123.js', '/console/context.json', '/no', '/%zz']) {
      const { headers } = await fetch(url + path);
      expect([path, headers.get('cross-origin-resource-policy')]).toEqual([path, 'same-origin']);
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
    }
  });

  it('leaves what it lacks to the gateway', async () => {
    const url = await serving(await builtConsole());
    for (const lacking of ['/assets/nothing.js', '/..%2fpackage.json', '/v1/nothing']) {
      const answer = await fetch(url + lacking);
      expect([answer.status, (await answer.json()).error_code]).toEqual([404, 'APIGW.0101']);
    }
  });

  it('gets its context: the project, what the store holds and what waits to be rolled up', async () => {
    const answer = await fetch(`${await serving(undefined)}/console/context.json`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      project_id: PROJECT,
      firewalls: [
        {
          fw_instance_id: FIREWALL,
          flows: 1,
          first_time: SAMPLE_TIME,
          last_time: SAMPLE_TIME,
          traffic: [{ log_type: 'internet', direction: 'in2out', flows: 1 }],
        },
      ],
      status: { flows: 1, pending: 1, bytes: expect.any(Number), sources: 1, rejected: 0 },
    });
  });

  it('says how to build it when it is not built', async () => {
    const page = await fetch(`${await serving(undefined)}/`);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain(
      'npx -y pnpm@12 turbo run build --filter=@cfw-flow/console',
    );
  });
});
