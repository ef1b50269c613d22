import { once } from 'node:events';
import { stat, readdir } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { serveStoreAdmin } from '../testing/store-admin.ts';
import {
  type ControlEndpoint,
  serverSecretHeader,
  readControlEndpoint,
} from './control-endpoint.ts';

const pruneRequest = JSON.stringify({ operation: 'prune', args: [1] });

/** A store that can be pruned, and where to ask for it. */
async function prunable() {
  const pruned: number[] = [];
  const { directory, server } = await serveStoreAdmin({
    async prune(before) {
      pruned.push(before);
      return 7;
    },
  });
  const endpoint = (await readControlEndpoint(directory))!;
  return { directory, server, pruned, endpoint };
}

function post({ port, token }: ControlEndpoint, options: RequestOptions = {}): ClientRequest {
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  const asked = request({ host: '127.0.0.1', port, method: 'POST', ...options, headers });
  // What is refused may not be read to its end.
  asked.on('error', () => {});
  return asked;
}

async function answerTo(asked: ClientRequest, body = pruneRequest) {
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response), headers: response.headers };
}

describe('the control server', () => {
  it('answers clients that can read its file, which only this user can', async () => {
    const { directory, server, pruned, endpoint } = await prunable();
    const { status, body, headers } = await answerTo(post(endpoint));
    expect([status, body, headers[serverSecretHeader]]).toEqual([
      200,
      '{"result":7}\n',
      endpoint.serverSecret,
    ]);
    expect(pruned).toEqual([1]);
    const { mode } = await stat(`${directory}/control.json`);
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    await server.close();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each<[string, number, (endpoint: ControlEndpoint) => RequestOptions]>([
    ['without a token', 401, () => ({ headers: { authorization: '' } })],
    [
      'with the secret of the server as its token',
      401,
      ({ serverSecret }) => withToken(serverSecret),
    ],
    ['with a part of the token', 401, ({ token }) => withToken(token.slice(0, -1))],
    ['with more than the token', 401, ({ token }) => withToken(`${token}0`)],
    ['of a page', 403, () => ({ headers: { origin: 'http://127.0.0.1:8239' } })],
    ['of a page without an origin', 403, () => ({ headers: { origin: 'null' } })],
    ['under another name', 403, ({ port }) => ({ headers: { host: `evil.example:${port}` } })],
    ['under another port', 403, () => ({ headers: { host: '127.0.0.1:1' } })],
  ])('rejects a request %s without a word', async (_which, expected, options) => {
    const { pruned, endpoint } = await prunable();
    for (const method of ['POST', 'GET']) {
      const asked = post(endpoint, { method, ...options(endpoint) });
      const { status, body, headers } = await answerTo(asked, '');
      expect([status, body, headers[serverSecretHeader]]).toEqual([expected, '', undefined]);
    }
    expect((await answerTo(post(endpoint, options(endpoint)))).status).toBe(expected);
    expect(pruned).toEqual([]);
  });

  it.each([
    ['that says so', { 'content-length': '1000000000' }],
    ['that says nothing', { 'transfer-encoding': 'chunked' }],
  ])(
    'refuses a body of a gigabyte %s, and reads next to nothing of it',
    async (_which, headers) => {
      const { endpoint } = await prunable();
      const announced = post(endpoint, { headers });
      announced.flushHeaders();
      const [{ statusCode }] = (await once(announced, 'response')) as [IncomingMessage];
      expect(statusCode).toBe(413);
      announced.destroy();
      let megabytes = 0;
      const gigabyte = Readable.from(
        (function* () {
          for (; megabytes < 1000; megabytes += 1) yield Buffer.alloc(1_000_000, ' ');
        })(),
      );
      const sent = gigabyte.pipe(post(endpoint, { headers }));
      await new Promise((resolve) => sent.once('close', resolve));
      gigabyte.destroy();
      expect(megabytes).toBeLessThan(50);
    },
  );

  it.each([
    ['no JSON', 'prune'],
    ['no request', 'null'],
    ['a method that may not be called', '{"operation":"close","args":[]}'],
    ['a method of every object', '{"operation":"toString","args":[]}'],
    ['too few arguments', '{"operation":"prune","args":[]}'],
    ['too many arguments', '{"operation":"prune","args":[1,2]}'],
    ['an argument of another type', '{"operation":"prune","args":["1"]}'],
    ['arguments that are none', '{"operation":"prune","args":{"0":1,"length":1}}'],
  ])('does nothing for %s', async (_which, body) => {
    const { pruned, endpoint } = await prunable();
    expect(await answerTo(post(endpoint), body)).toMatchObject({ status: 400, body: '' });
    expect(pruned).toEqual([]);
  });
});

function withToken(token: string): RequestOptions {
  return { headers: { authorization: `Bearer ${token}` } };
}
