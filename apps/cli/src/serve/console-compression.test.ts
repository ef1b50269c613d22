import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request, type OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createServer } from '@cfw-flow/server';
import { openMemoryStore } from '@cfw-flow/store/testing';
import { expect, it, onTestFinished } from 'vitest';
import { HOST, PROJECT } from '../defaults.ts';
import { temporaryFolder } from '../testing/program.ts';
import { serveConsole } from './console-site.ts';
import { storeContext } from './store-context.ts';

const script = Buffer.from('export const words = "the same again, ";\n'.repeat(200));
const forms = { br: brotliCompressSync(script), gzip: gzipSync(script), plain: script };

/** A server of a console with a script that was compressed at the build, and a small one that was not. */
async function serving(): Promise<string> {
  const files = await temporaryFolder();
  await mkdir(path.join(files, 'assets'));
  const large = path.join(files, 'assets/large.js');
  await writeFile(path.join(files, 'index.html'), '<!doctype html>');
  await writeFile(path.join(files, 'assets/small.js'), 'export {};');
  await writeFile(large, script);
  await writeFile(`${large}.br`, forms.br);
  await writeFile(`${large}.gz`, forms.gzip);
  const store = openMemoryStore();
  const server = createServer({ store, projectId: PROJECT });
  await serveConsole(server, { context: storeContext(store, PROJECT), files });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  return server.listen({ host: HOST, port: 0 });
}

/** What a server sends: its bytes as they come over the wire. */
async function answerTo(url: string, headers: OutgoingHttpHeaders, method = 'GET') {
  const asked = request(url, { method, headers, agent: false }).end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['identity', 'plain'],
  [undefined, 'plain'],
] as const)('who accepts %s gets an asset as %s, of the build', async (accept, form) => {
  const headers = accept === undefined ? {} : { 'accept-encoding': accept };
  const answer = await answerTo(`${await serving()}/assets/large.js`, headers);
  expect(answer.body.equals(forms[form])).toBe(true);
  expect(answer.headers).toMatchObject({
    'content-length': String(forms[form].length),
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(answer.headers['content-encoding']).toBe(form === 'plain' ? undefined : form);
});

it('a file that was not compressed at the build is sent as it is', async () => {
  const answer = await answerTo(`${await serving()}/assets/small.js`, { 'accept-encoding': 'br' });
  expect(answer.body.toString()).toBe('export {};');
  expect(answer.headers).not.toHaveProperty('content-encoding');
});

it('each form of an asset has its own ETag, and is not sent again to who has it', async () => {
  const url = `${await serving()}/assets/large.js`;
  const tags = new Set<string>();
  for (const encoding of ['br', 'gzip', 'identity']) {
    const headers = { 'accept-encoding': encoding };
    const { etag } = (await answerTo(url, headers)).headers;
    tags.add(etag);
    const again = await answerTo(url, { ...headers, 'if-none-match': etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  }
  expect(tags.size).toBe(3);
});

it('a range is one of the form that is sent', async () => {
  const headers = { 'accept-encoding': 'br', range: 'bytes=2-9' };
  const answer = await answerTo(`${await serving()}/assets/large.js`, headers);
  expect([answer.status, answer.headers['content-encoding']]).toEqual([206, 'br']);
  expect(answer.body.equals(forms.br.subarray(2, 10))).toBe(true);
});

it('HEAD has the headers of GET, and no body', async () => {
  const url = `${await serving()}/assets/large.js`;
  const answer = await answerTo(url, { 'accept-encoding': 'gzip' }, 'HEAD');
  expect(answer.body.length).toBe(0);
  expect(answer.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-length': String(forms.gzip.length),
  });
});
