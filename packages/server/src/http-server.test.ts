import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHttpServer } from './http-server.ts';
import { createServer } from './server.ts';
import { connectTo, exchange, untilClosed } from './testing/exchange.ts';
import { answerOf, project, question, storeAnswering, storeWith } from './testing/flow-stores.ts';

let server: FastifyInstance;
let origin: string;

beforeAll(async () => {
  const store = storeAnswering(async () => answerOf(1));
  server = createServer({ store, projectId: project, requestTimeout: 300 });
  const handler = async ({ body }: FastifyRequest) => body;
  server.route({ method: 'POST', url: '/bodies', handler });
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(() => server.close());

const host = 'Host: 127.0.0.1\r\n';
const close = 'Connection: close\r\n';

/** What every answer has, whatever it is an answer to. */
function expectAnswer(answer: string, status: number, message: RegExp) {
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const { error_code, error_msg, request_id } = JSON.parse(body);
  expect(error_code).toMatch(/^APIGW\.\d{4}$/);
  expect(error_msg).toMatch(message);
  expect(head).toMatch(new RegExp(`^x-request-id: ${request_id}$`, 'im'));
  expect(head).toMatch(/^x-content-type-options: nosniff$/im);
  expect(head).toMatch(/^cross-origin-resource-policy: same-origin$/im);
  expect(head).toMatch(/^content-type: application\/json; charset=utf-8$/im);
}

describe('a server answers in the form of the gateway', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, /^API request error\.$/],
    [
      'more header than it reads',
      `GET / HTTP/1.1\r\n${host}X-Big: ${'x'.repeat(100_000)}\r\n\r\n`,
      431,
      /^Request headers too large\.$/,
    ],
    ['CONNECT', `CONNECT other:443 HTTP/1.1\r\n${host}\r\n`, 501, /^Method not implemented\.$/],
    [
      'what it should do that it can not',
      `GET ${question} HTTP/1.1\r\n${host}Expect: x\r\n\r\n`,
      417,
      /^Expectation failed\.$/,
    ],
    [
      'a path that is none',
      `GET /%zz HTTP/1.1\r\n${host}${close}\r\n`,
      400,
      /^API request error\.$/,
    ],
    ['a method without a route', `PUT / HTTP/1.1\r\n${host}${close}\r\n`, 404, /does not exist/],
    [
      'HTTP/1.1 that does not say which host it is for',
      `GET ${question} HTTP/1.1\r\n${close}\r\n`,
      400,
      /no Host header/,
    ],
  ])('to %s', async (_, request, status, message) => {
    expectAnswer(await exchange(origin, request), status, message);
  });

  it('to what comes after a question, when that is answered', async () => {
    const asked = `GET ${question} HTTP/1.1\r\n${host}\r\n`;
    for (const [after, status] of [
      ['hello\r\n\r\n', 400],
      [`CONNECT other:443 HTTP/1.1\r\n${host}\r\n`, 501],
      [`GET / HTTP/1.1\r\n${host}Expect: x\r\n\r\n`, 417],
    ]) {
      const answers = await exchange(origin, `${asked}${asked}${after}`);
      const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, one]) => Number(one));
      expect(statuses).toEqual([200, 200, status]);
    }
  });

  it('on both addresses of localhost', async () => {
    const other = createServer({ store: storeWith({}), projectId: project });
    const { port } = new URL(await other.listen({ port: 0 }));
    const addresses = other.addresses() as AddressInfo[];
    const hosts = addresses.map(({ family }) => (family === 'IPv6' ? '[::1]' : '127.0.0.1'));
    for (const address of hosts) {
      expectAnswer(await exchange(`http://${address}:${port}`, 'hello\r\n\r\n'), 400, /error/);
    }
    await other.close();
  });
});

describe('a request that does not come to its end', () => {
  it.each([
    ['in its headers', `GET ${question} HTTP/1.1\r\n${host}`],
    [
      'in a body that is read',
      `POST /bodies HTTP/1.1\r\n${host}Content-Type: text/plain\r\nContent-Length: 999\r\n\r\n`,
    ],
    ['after a question', `GET ${question} HTTP/1.1\r\n${host}\r\nGET /`],
  ])('is answered with 408 %s', async (_, request) => {
    const answers = (await drip(request)).split('HTTP/1.1 ').slice(1);
    expectAnswer(`HTTP/1.1 ${answers.at(-1)}`, 408, /^Request timeout\.$/);
  });

  it('is no request that the server did not read meanwhile', async () => {
    const slow = createHttpServer((request, response) => {
      setTimeout(() => response.end(request.url), 400);
    }, 300);
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    onTestFinished(() => void slow.close());
    const { port } = slow.address() as AddressInfo;
    const long = `X-Long: ${'x'.repeat(15_000)}\r\n`;
    const requests = ['/1', '/2', '/3', '/4', '/5', '/6'].map(
      (path) => `GET ${path} HTTP/1.1\r\n${host}${long}${path === '/6' ? close : ''}\r\n`,
    );
    const answers = await exchange(`http://127.0.0.1:${port}`, requests.join(''));
    expect(answers.match(/\r\n\/\d/g)).toHaveLength(6);
    expect(answers).not.toMatch('408');
  });

  it.each([
    ['GET', question, 200],
    ['POST', question, 404],
    ['DELETE', '/nothing', 404],
  ])('in a body of %s that nobody reads is answered once', async (method, path, status) => {
    const answers = await drip(`${method} ${path} HTTP/1.1\r\n${host}Content-Length: 999\r\n\r\n`);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, one]) => one)).toEqual([`${status}`]);
  });

  /** Sends a request and then a byte now and then; gives what came back until the connection was closed. */
  async function drip(request: string): Promise<string> {
    const client = connectTo(origin);
    client.write(request);
    const timer = setInterval(() => client.write('x'), 20);
    const answers = await untilClosed(client);
    clearInterval(timer);
    return answers;
  }
});

describe('a connection on which nothing moves', () => {
  /** A connection to a server that, once it was asked, waits for nobody longer than a tenth of a second. */
  async function connected(handle: RequestListener) {
    const impatient = createHttpServer((request, response) => {
      request.socket.setTimeout(100);
      handle(request, response);
    }, 60_000);
    impatient.listen(0, '127.0.0.1');
    await once(impatient, 'listening');
    onTestFinished(() => void impatient.close());
    const { port } = impatient.address() as AddressInfo;
    return connectTo(`http://127.0.0.1:${port}`);
  }

  it('is closed when its client does not read', async () => {
    const unread = Promise.withResolvers<void>();
    const client = await connected((_request, response) => {
      response.end('x'.repeat(50_000_000));
      response.once('close', unread.resolve);
    });
    client.pause().write(`GET / HTTP/1.1\r\n${host}\r\n`);
    await unread.promise;
    client.destroy();
  });

  it('stays open while an answer is being found', async () => {
    const client = await connected((_request, response) => {
      setTimeout(() => response.end('found'), 350);
    });
    client.write(`GET / HTTP/1.1\r\n${host}${close}\r\n`);
    expect(await untilClosed(client)).toMatch(/found$/);
  });
});
