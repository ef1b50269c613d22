import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { signRequest, verifyRequest } from './index.ts';

const home = join(import.meta.dirname, '..');
const readme = await readFile(join(home, 'README.md'), 'utf8');
const snippets = [...readme.matchAll(/^## (\w+)\n[^]*?```ts\n([^]*?)```/gm)];
const credentials = { accessKey: 'YOUR-AK', secretKey: 'YOUR-SK' };

// Inside the package, so that its own name resolves to it, as installed.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(home, '.readme-'));
  for (const [, name, code] of snippets) await writeFile(join(folder, `${name}.ts`), code!);
  const tsconfig = { extends: '../tsconfig.json', include: ['*.ts'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a snippet; what it wrote comes when it has ended. */
function run(name: string): { child: ChildProcess; output: Promise<string> } {
  const services = new URL('../test/readme-child.ts', import.meta.url).href;
  const child = fork(join(folder, `${name}.ts`), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', services],
    silent: true,
  });
  onTestFinished(() => void child.kill());
  const outputs = [child.stdout!, child.stderr!].map((stream) => text(stream));
  return { child, output: Promise.all(outputs).then((both) => both.join('')) };
}

describe('the README', () => {
  it('holds snippets that compile', { timeout: 120_000 }, () => {
    expect(snippets.map(([, name]) => name)).toEqual(['Sign', 'Verify']);
    expect(readme.match(/```ts/g)).toHaveLength(snippets.length);
    const tsc = join(home, '../../node_modules/@typescript/native/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });

  it('signs a call that can be verified', { timeout: 120_000 }, async () => {
    const { child, output } = run('Sign');
    const [call] = await once(child, 'message');
    const { host } = new URL(call.url);
    const request = { ...call, headers: [...call.headers, ['host', host]] };
    expect(await verifyRequest(request, { secretKey: () => 'YOUR-SK' })).toEqual({
      valid: true,
      accessKey: 'YOUR-AK',
    });
    expect(await output).toBe('');
  });

  it('holds a server that no client brings down', { timeout: 120_000 }, async () => {
    const { child } = run('Verify');
    const [{ port }] = (await once(child, 'message')) as [AddressInfo];
    const url = `http://127.0.0.1:${port}/v1/a?item=x`;

    async function signed(body: string) {
      const headers = await signRequest({ method: 'POST', url, body }, credentials);
      const answer = await fetch(url, { method: 'POST', headers, body });
      return [answer.status, await answer.text()];
    }
    async function statusOf(request: string) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`${request}Connection: close\r\n\r\n`);
      return Number((await text(socket)).split(' ')[1]);
    }
    /** Goes away when the server waits for the rest of a body. */
    async function half(body: string) {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n',
      );
      await once(socket, 'data');
      socket.write(body);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }

    expect(await signed('{"name":"test"}')).toEqual([200, '']);
    expect(await signed('a'.repeat(1_000_000))).toEqual([200, '']);
    expect(await signed('a'.repeat(1_000_001))).toEqual([413, '']);
    const unsigned = await fetch(url);
    expect([unsigned.status, await unsigned.text()]).toEqual([401, 'missing']);
    expect(await statusOf('GET / HTTP/1.1\r\nHost: [\r\n')).toBe(401);
    const repeated = 'Set-Cookie: a\r\nSet-Cookie: b\r\n';
    expect(await statusOf(`GET /# HTTP/1.1\r\nHost: a\r\n${repeated}`)).toBe(401);
    await half('half');
    expect(await signed('still here')).toEqual([200, '']);
    expect(child.exitCode).toBe(null);
  });
});
