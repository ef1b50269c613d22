import { once } from 'node:events';
import { stat, readdir } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { served } from '../testing/held-flows.ts';
import { type Contact, proofHeader, readContact } from './control-file.ts';

const question = JSON.stringify({ operation: 'prune', args: [1] });

/** Flows that can be pruned, and how one asks for it. */
async function prunable() {
  const pruned: number[] = [];
  const { directory, server } = await served({
    async prune(before) {
      pruned.push(before);
      return 7;
    },
  });
  const contact = (await readContact(directory))!;
  return { directory, server, pruned, contact };
}

function post({ port, token }: Contact, options: RequestOptions = {}): ClientRequest {
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  const asked = request({ host: '127.0.0.1', port, method: 'POST', ...options, headers });
  // What is refused may not be read to its end.
  asked.on('error', () => {});
  return asked;
}

async function answerTo(asked: ClientRequest, body = question) {
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response), headers: response.headers };
}

describe('the control server', () => {
  it('answers who can read its file, which is for this user only', async () => {
    const { directory, server, pruned, contact } = await prunable();
    const { status, body, headers } = await answerTo(post(contact));
    expect([status, body, headers[proofHeader]]).toEqual([200, '{"result":7}\n', contact.proof]);
    expect(pruned).toEqual([1]);
    const { mode } = await stat(`${directory}/control.json`);
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    await server.close();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each<[string, number, (contact: Contact) => RequestOptions]>([
    ['without a token', 401, () => ({ headers: { authorization: '' } })],
    ['with the proof as its token', 401, ({ proof }) => withToken(proof)],
    ['with a part of the token', 401, ({ token }) => withToken(token.slice(0, -1))],
    ['with more than the token', 401, ({ token }) => withToken(`${token}0`)],
    ['of a page', 403, () => ({ headers: { origin: 'http://127.0.0.1:8239' } })],
    ['of a page without an origin', 403, () => ({ headers: { origin: 'null' } })],
    ['under another name', 403, ({ port }) => ({ headers: { host: `evil.example:${port}` } })],
    ['under another port', 403, () => ({ headers: { host: '127.0.0.1:1' } })],
  ])('refuses a request %s, and tells it nothing', async (_which, refusal, options) => {
    const { pruned, contact } = await prunable();
    for (const method of ['POST', 'GET']) {
      const asked = post(contact, { method, ...options(contact) });
      const { status, body, headers } = await answerTo(asked, '');
      expect([status, body, headers[proofHeader]]).toEqual([refusal, '', undefined]);
    }
    expect((await answerTo(post(contact, options(contact)))).status).toBe(refusal);
    expect(pruned).toEqual([]);
  });

  it.each([
    ['that says so', { 'content-length': '1000000000' }],
    ['that says nothing', { 'transfer-encoding': 'chunked' }],
  ])(
    'refuses a body of a gigabyte %s, and reads next to nothing of it',
    async (_which, headers) => {
      const { contact } = await prunable();
      const announced = post(contact, { headers });
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
      const sent = gigabyte.pipe(post(contact, { headers }));
      await new Promise((resolve) => sent.once('close', resolve));
      gigabyte.destroy();
      expect(megabytes).toBeLessThan(50);
    },
  );

  it.each([
    ['no JSON', 'prune'],
    ['no question', 'null'],
    ['a method that is not to be asked for', '{"operation":"close","args":[]}'],
    ['a method of every object', '{"operation":"toString","args":[]}'],
    ['too few arguments', '{"operation":"prune","args":[]}'],
    ['too many arguments', '{"operation":"prune","args":[1,2]}'],
    ['an argument of another type', '{"operation":"prune","args":["1"]}'],
    ['arguments that are none', '{"operation":"prune","args":{"0":1,"length":1}}'],
  ])('does nothing for %s', async (_which, body) => {
    const { pruned, contact } = await prunable();
    expect(await answerTo(post(contact), body)).toMatchObject({ status: 400, body: '' });
    expect(pruned).toEqual([]);
  });
});

function withToken(token: string): RequestOptions {
  return { headers: { authorization: `Bearer ${token}` } };
}
