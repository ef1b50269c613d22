// @module-tag slow

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asFailure } from '../failure.ts';
import { flowLine, ndjson } from '../testing/logs.ts';
import { folderOf, run, serve, start } from '../testing/program.ts';
import { openControlServer } from './control-server.ts';
import { reachServer } from './remote-store-admin.ts';

const DAY = 86_400_000;

/** A folder with a log of today, of yesterday and of a long time ago. */
function folderWithLog(): Promise<string> {
  const now = Date.now();
  const ends = [now, now - DAY, now - 400 * DAY];
  return folderOf({ 'a.log': ndjson(ends.map((end_time) => flowLine({ end_time }))) });
}

describe('beside a server', () => {
  it('stats and verify show what they show alone, also at the same time', async () => {
    const folder = await folderWithLog();
    await run(['ingest', 'a.log'], folder);
    const alone = await run(['stats'], folder);
    await serve([], folder);
    const [held, verified] = await Promise.all([run(['stats'], folder), run(['verify'], folder)]);
    expect(held).toEqual(alone);
    expect(held.stdout).toMatch(/^flows {10}3$/m);
    expect([verified.code, verified.stdout]).toEqual([
      0,
      expect.stringMatching(/^3 flows compared with \d+ sums of the rollups\nall equal\n$/),
    ]);
  });

  it('backup writes the flows of the server to the folder asked for', async () => {
    const folder = await folderWithLog();
    await serve(['--logs', 'a.log'], folder);
    const made = await run(['backup', 'kept'], folder);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/^3 flows of 3 days .* in \/.*\/kept\n$/);
    const again = await run(['backup', 'kept'], folder);
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching('kept is not empty')]);
    const restored = await run(['restore', 'kept', '--data', 'again'], folder);
    expect(restored.stdout).toMatch(/^3 flows of 3 days .*, restored/);
  });

  it('prune removes flows, re-enrich needs the directory for itself, and the control file goes with the server', async () => {
    const folder = await folderWithLog();
    const server = await serve(['--logs', 'a.log'], folder);
    const pruned = await run(['prune', '--keep-days', '30', '--yes'], folder);
    expect(pruned).toMatchObject({ code: 0, stderr: '' });
    expect(pruned.stdout).toMatch(/^1 flow that ended before .* removed, 2 flows left\.\n$/);
    const context = await (await fetch(`${server.url}/console/context.json`)).json();
    expect(context.firewalls[0].flows).toBe(2);

    const reEnriched = await run(['re-enrich', '--no-threats'], folder);
    expect(reEnriched.code).toBe(1);
    expect(reEnriched.stderr).toMatch(
      /in use by process[^]*To re-enrich the flows of a server,\nstop it meanwhile;/,
    );

    const { code, stderr } = await server.end();
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^3 flows loaded .*\n$/)]);
    expect(existsSync(path.join(folder, '.cfw-flow/control.json'))).toBe(false);
  });

  it('Ctrl+C aborts what the server does', async () => {
    const folder = await folderWithLog();
    await run(['ingest', 'a.log', '--data', 'data'], folder);
    const data = path.join(folder, 'data');
    const store = await openDuckdbStore({ directory: data });
    onTestFinished(() => store.close());
    const begun = Promise.withResolvers<AbortSignal>();
    const admin = Object.create(store, {
      verify: {
        async value({ signal }: { signal: AbortSignal }) {
          begun.resolve(signal);
          await once(signal, 'abort');
          throw signal.reason;
        },
      },
    });
    const server = await openControlServer(admin, data);
    onTestFinished(() => server.close());
    const running = start(['verify', '--data', 'data'], folder);
    onTestFinished(async () => void (await running.end('SIGKILL')));
    const signal = await begun.promise;
    expect(signal.aborted).toBe(false);
    const { code, stdout, stderr } = await running.end('SIGINT');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('error: Interrupted, before all was compared. Nothing was changed.\n');
    await expect.poll(() => signal.aborted).toBe(true);
  });

  it('a server that is killed in the middle is reported', async () => {
    const folder = await folderWithLog();
    const server = await serve(['--logs', 'a.log'], folder);
    const admin = await reachServer(path.join(folder, '.cfw-flow'));
    server.signal('SIGSTOP');
    const failure = admin!.verify().catch((error: unknown) => error);
    await server.end('SIGKILL');
    expect(asFailure(await failure).message).toMatch(/open went away before this was done\.\nRun/);
  });

  it('the control file of a killed server does no harm', async () => {
    const folder = await folderWithLog();
    const file = path.join(folder, '.cfw-flow/control.json');
    await (await serve(['--logs', 'a.log'], folder)).end('SIGKILL');
    const left = await readFile(file, 'utf8');
    // Alone again, it opens the directory itself.
    expect(await run(['stats'], folder)).toMatchObject({ code: 0, stderr: '' });
    // Another program has it open, but no server.
    const store = await openDuckdbStore({ directory: path.join(folder, '.cfw-flow') });
    const { code, stderr } = await run(['stats'], folder);
    await store.close();
    expect([code, stderr]).toEqual([1, expect.stringMatching('in use by process')]);
    expect(await readFile(file, 'utf8')).toBe(left);
    await serve([], folder);
    expect(await readFile(file, 'utf8')).not.toBe(left);
    const admin = await reachServer(path.dirname(file));
    expect(await admin?.status()).toMatchObject({ flows: 3 });
  });

  it('no command works, but the server does, when it cannot write its file', async () => {
    const folder = await folderWithLog();
    await mkdir(path.join(folder, '.cfw-flow/control.json'), { recursive: true });
    const server = await serve(['--logs', 'a.log'], folder);
    const { code, stderr } = await run(['verify'], folder);
    expect([code, stderr]).toEqual([1, expect.stringMatching('in use by process')]);
    const ended = await server.end();
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      /^While this server runs, no other command can work with \.cfw-flow: /,
    );
  });
});
