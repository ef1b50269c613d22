import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { createServer } from './server.ts';
import { exchange } from './testing/exchange.ts';
import { answerOf, project, question, storeAnswering } from './testing/flow-stores.ts';

async function serving(): Promise<string> {
  const store = storeAnswering(async ({ size }) => answerOf(size));
  const server = createServer({ store, projectId: project });
  onTestFinished(() => server.close());
  return server.listen({ host: '127.0.0.1', port: 0 });
}

/** What a server sends: its bytes as they come over the wire. */
async function answerTo(url: string, accept: string | undefined, method = 'GET') {
  const headers = accept === undefined ? {} : { 'Accept-Encoding': accept };
  const asked = request(url, { method, headers, agent: false }).end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

it.each([
  ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
  ['gzip', 'gzip, deflate', gunzipSync],
] as const)(
  'an answer of many records comes as %s, a fraction as long',
  async (encoding, accept, decompress) => {
    // A window that does not move on between the two answers.
    const window = '&start_time=1000&end_time=2000';
    const url = `${await serving()}${question}${window}&size=1000`;
    const plain = await answerTo(url, undefined);
    const compressed = await answerTo(url, accept);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(compressed.headers).toMatchObject({
      'content-encoding': encoding,
      vary: 'accept-encoding',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(decompress(compressed.body).equals(plain.body)).toBe(true);
    expect(compressed.body.length).toBeLessThan(plain.body.length / 8);
  },
);

it.each([undefined, 'identity', 'compress', 'br;q=0, gzip;q=0'])(
  'a client that accepts %s gets the answer as it is, with its length',
  async (accept) => {
    const answer = await answerTo(`${await serving()}${question}&size=1000`, accept);
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
    expect(JSON.parse(answer.body.toString()).data.total).toBe(1000);
  },
);

it('a small answer and a refusal are not compressed', async () => {
  const origin = await serving();
  for (const [query, status] of [
    ['&size=5', 200],
    ['&size=many', 400],
  ] as const) {
    const answer = await answerTo(origin + question + query, 'gzip, br');
    expect([answer.status, answer.headers['content-encoding']]).toEqual([status, undefined]);
    expect(() => JSON.parse(answer.body.toString())).not.toThrow();
  }
});

it('HEAD has the length of the answer as it is, and no body', async () => {
  const url = `${await serving()}${question}&size=100`;
  const plain = await answerTo(url, undefined);
  const head = await answerTo(url, 'gzip', 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
  expect(head.headers).not.toHaveProperty('content-encoding');
  expect(head.headers['content-length']).toBe(plain.headers['content-length']);
});

it('requests sent at once are answered in their order, compressed or not', async () => {
  const ask = (size: number, headers: string) =>
    `GET ${question}&size=${size} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
  const answer = await exchange(
    await serving(),
    ask(1, '') + ask(900, 'Accept-Encoding: br\r\n') + ask(2, '') + ask(3, 'Connection: close\r\n'),
  );
  const totals = [...answer.matchAll(/"total":(\d+)/g)].map(([, total]) => Number(total));
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(4);
  expect(totals).toEqual([1, 2, 3]);
});
