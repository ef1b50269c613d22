import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answering, answering, failureOf, listen } from '../test/local-server.ts';
import { cpuTimeOf } from '../test/cpu-time.ts';
import { empty, projectId, question } from '../test/question.ts';
import {
  type ClientOptions,
  createClient,
  iamPassword,
  CfwConnectionError,
  CfwCredentialsError,
  CfwError,
  CfwResponseError,
} from './index.ts';

const token = 'MIIF+hidden/token-of==the-test';
const accessKey = {
  accessKey: 'AKHIDDEN0123456789AB',
  secretKey: 'skHidden+of/the=test',
  securityToken: 'sts+hidden/of==',
};

function ask(endpoint: string, options: Partial<ClientOptions> = {}) {
  const client = createClient({ endpoint, projectId, retries: 0, ...options });
  return client.listFlowStatistic(question);
}

const hexOf = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');

/** All that a call tells, by its error, its hooks and its logger. */
async function toldBy(endpoint: string, options: Partial<ClientOptions>): Promise<string> {
  const told: unknown[] = [];
  const tell = (value: unknown) => void told.push(value);
  told.push(
    await failureOf(
      ask(endpoint, {
        ...options,
        onRequest: tell,
        onResponse: tell,
        onRetry: tell,
        logger: { debug: tell, warn: tell },
      }),
    ),
  );
  expect(told.at(-1)).toBeInstanceOf(CfwError);
  return `${(told.at(-1) as Error).message} ${inspect(told, { depth: 20, showHidden: true })}`;
}

describe('an answer that has no end', () => {
  /** Sends a body as long as it is taken; tells when its connection was given up. */
  function endless(status: number, start: string) {
    const ended = Promise.withResolvers<void>();
    const answer: Answering = (_, response) => {
      response.on('close', ended.resolve);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.write(start);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    };
    return { answer, ended: ended.promise };
  }

  it.each([200, 400, 503])('of HTTP %i is given up at maxBodyBytes', async (status) => {
    const { answer, ended } = endless(status, '{"data":"');
    const { endpoint, requests } = await listen(answer);
    const error = await failureOf(ask(endpoint, { maxBodyBytes: 1_000_000, retries: 2 }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect(error).toMatchObject({
      status,
      message: `HTTP ${status} came with more than maxBodyBytes: 1000000`,
    });
    await ended;
    expect(requests).toHaveLength(1);
  });

  it('is given up after 32 MiB when no limit is set', async () => {
    const { answer, ended } = endless(200, '{"data":"');
    const { endpoint } = await listen(answer);
    expect((await failureOf(ask(endpoint))) as Error).toMatchObject({
      message: expect.stringContaining('33554432'),
    });
    await ended;
  });

  it('of IAM is given up, too', async () => {
    const { answer, ended } = endless(201, '{"token":"');
    const { endpoint } = await listen(answer);
    const credentials = iamPassword({
      endpoint,
      user: 'u',
      password: 'p',
      domain: 'd',
      region: 'cn-north-4',
    });
    const error = await failureOf(credentials());
    expect(error).toBeInstanceOf(CfwCredentialsError);
    expect((error as Error).message).toContain('more than 33554432 bytes');
    await ended;
  });

  it('is counted after it was decompressed', async () => {
    const { endpoint } = await listen((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      gzip.end(Buffer.alloc(100_000_000, 'x'));
    });
    const error = await failureOf(ask(endpoint, { maxBodyBytes: 1_000_000 }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect((error as Error).message).toContain('maxBodyBytes: 1000000');
  });

  it('may be as long as the limit, compressed or not', async () => {
    const length = Buffer.byteLength(empty);
    const plain = await listen(answering(empty));
    const compressed = await listen((_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(empty)),
    );
    for (const { endpoint } of [plain, compressed]) {
      expect(await ask(endpoint, { maxBodyBytes: length })).toEqual({ records: [], total: 0 });
      const error = await failureOf(ask(endpoint, { maxBodyBytes: length - 1 }));
      expect(error).toBeInstanceOf(CfwResponseError);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'can not be limited to %d bytes',
    (maxBodyBytes) => {
      expect(() =>
        createClient({ endpoint: 'http://cfw.example', projectId, maxBodyBytes }),
      ).toThrow(`The maxBodyBytes is not an integer from 1 to 2147483647: ${maxBodyBytes}`);
    },
  );
});

describe('a message', () => {
  const digits = '9'.repeat(3_000_000);

  it.each(['throw', 'bigint'] as const)(
    'is short where a number has three million digits, with integers: %j',
    async (integers) => {
      const { endpoint } = await listen(
        answering(`{"data":{"records":[{"item":"a","sessions":${digits}}],"total":1}}`),
      );
      let error: unknown;
      const client = createClient({ endpoint, projectId, integers });
      const time = await cpuTimeOf(async () => {
        error = await failureOf(client.listFlowStatistic(question));
      });
      expect(time).toBeLessThan(20_000);
      expect(error).toBeInstanceOf(CfwResponseError);
      const { message } = error as Error;
      expect(message).toContain(`sessions is ${digits.slice(0, 40)}, more than`);
      expect(message.length).toBeLessThan(1000);
    },
  );

  it.each([
    ['the name of a field', `{"data":{"${'n'.repeat(1e6)}":9007199254740993}}`, 200],
    ['a value', `{"data":{"records":[{"item":["${'v'.repeat(1e6)}"]}],"total":1}}`, 200],
    ['an error', `{"error_code":"${'c'.repeat(1e6)}","error_msg":"${'m'.repeat(1e6)}"}`, 400],
    ['a request id', `{"error_msg":"m","request_id":"${'r'.repeat(1e6)}"}`, 400],
    ['a page', `<p>${'p'.repeat(1e6)}`, 200],
  ])('is short where %s is long', async (_, body, status) => {
    const { endpoint } = await listen(answering(body, status));
    const error = await failureOf(ask(endpoint));
    expect(error).toBeInstanceOf(CfwError);
    expect((error as Error).message.length).toBeLessThan(1500);
    expect(inspect(error).length).toBeLessThan(10_000);
  });

  it('holds no character that controls a terminal or turns the direction of writing', async () => {
    const odd = 'a\u001b[31mb\u0007c\u009bd\u202ee\u2066f\u200bg\u0000h';
    for (const body of [
      JSON.stringify({ error_code: odd, error_msg: odd, request_id: odd }),
      `<p>${odd}`,
    ]) {
      const { endpoint } = await listen(answering(body, 400));
      const error = await failureOf(ask(endpoint));
      expect((error as Error).message).toContain('a [31mb c d e f g h');
      expect((error as Error).message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const { endpoint } = await listen(answering(`{"data":{"${odd}":9007199254740993}}`));
    expect(((await failureOf(ask(endpoint))) as Error).message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('what was sent', () => {
  /** Spellings of a text that a server may echo. */
  const spellings: [string, (text: string) => string][] = [
    ['as it is', (text) => text],
    ['percent-encoded', encodeURIComponent],
    [
      'percent-encoded in lower case',
      (text) => encodeURIComponent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
    [
      'with every character percent-encoded',
      (text) => text.replaceAll(/./g, (one) => `%${hexOf(one)}`),
    ],
    ['as JSON of JSON', (text) => JSON.stringify(JSON.stringify(text)).replaceAll('/', '\\/')],
    ['with escapes of JSON', (text) => text.replaceAll(/[/+=]/g, (one) => `\\u00${hexOf(one)}`)],
    ['with references of HTML', (text) => text.replaceAll(/[/+=]/g, (one) => `&#x${hexOf(one)};`)],
    ['in base64', (text) => btoa(text)],
  ];
  const places: [string, (echo: string) => Answering][] = [
    ['Location', (echo) => answering('', 302, { Location: `https://x.example/?t=${echo}` })],
    ['error_code', (echo) => answering(JSON.stringify({ error_code: echo, error_msg: 'm' }), 400)],
    ['error_msg', (echo) => answering(JSON.stringify({ error_msg: `t ${echo} t` }), 403)],
    ['request_id', (echo) => answering(JSON.stringify({ error_msg: 'm', request_id: echo }), 500)],
    ['X-Request-Id of an error', (echo) => answering('{}', 500, { 'X-Request-Id': echo })],
    ['X-Request-Id of a page', (echo) => answering('<p>', 200, { 'X-Request-Id': echo })],
    ['Content-Type', (echo) => answering('<p>', 200, { 'Content-Type': `text/${echo}` })],
    ['Content-Type of an error', (echo) => answering('<p>', 401, { 'Content-Type': echo })],
    ['another header', (echo) => answering('{}', 400, { 'WWW-Authenticate': `x="${echo}"` })],
    ['the name of a field', (echo) => answering(`{"data":{"${echo}":9007199254740993}}`)],
    [
      'the value of a field',
      (echo) => answering(JSON.stringify({ data: { records: [{ item: [echo] }], total: 1 } })),
    ],
    ['a page', (echo) => answering(`<p>${echo}`)],
    ['the page of an error', (echo) => answering(`<p>${echo}`, 502)],
  ];
  /** Every secret of the credentials in use. */
  const secrets: [string, ClientOptions['credentials'], (headers: Headers) => string][] = [
    ['token', { token }, (headers) => headers.get('x-auth-token')!],
    ['security token', accessKey, (headers) => headers.get('x-security-token')!],
    ['signature', accessKey, (headers) => headers.get('authorization')!.slice(-64)],
    ['Authorization', accessKey, (headers) => headers.get('authorization')!],
    ['secret key', accessKey, () => accessKey.secretKey],
    ['access key', accessKey, () => accessKey.accessKey],
  ];
  const cases = secrets.flatMap(([secret, credentials, valueOf]) =>
    places.map(([place, answer]) => ({ secret, place, credentials, valueOf, answer })),
  );

  it.each(cases)(
    'is not told: $secret, echoed in $place in any spelling',
    async ({ credentials, valueOf, answer }) => {
      for (const [, spell] of spellings) {
        let value = '';
        const { endpoint } = await listen((request, response) => {
          value = valueOf(new Headers(request.headers as Record<string, string>));
          answer(spell(value))(request, response);
        });
        const told = await toldBy(endpoint, { credentials });
        const bare = value.split('Signature=').at(-1)!;
        for (const [, spellAgain] of spellings) {
          expect(told).not.toContain(spellAgain(bare).replaceAll(/^"|"$/g, ''));
        }
      }
    },
  );

  it('is not told when an answer is good, by its request id', async () => {
    const { endpoint } = await listen(({ headers }, response) => {
      response.setHeader('X-Request-Id', `id-${String(headers['x-auth-token'])}`).end(empty);
    });
    const told: unknown[] = [];
    const tell = (value: unknown) => void told.push(value);
    const { response } = await createClient({
      endpoint,
      projectId,
      token,
      onResponse: tell,
      logger: { debug: tell, warn: tell },
    })
      .listFlowStatistic(question)
      .withResponse();
    expect(response.requestId).toMatch(/^id-\[redacted\]/);
    expect(inspect(told, { depth: 9 })).not.toContain('hidden');
  });

  it('is not told when the answer is no HTTP, which the parser quotes', async () => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', (data) => {
        const sent = /x-auth-token: (\S+)/i.exec(String(data))![1];
        socket.end(`HTTP/1.1 200 OK\r\nBad Header ${sent}: 1\r\n\r\n`);
      });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(ask(`http://127.0.0.1:${port}`, { token }));
    expect(error).toBeInstanceOf(CfwConnectionError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden');
  });

  it('is not told where a message is cut', async () => {
    const long = `MIIF${'hidden'.repeat(20)}`;
    for (let length = 380; length < 520; length += 7) {
      const { endpoint } = await listen(({ headers }, response) => {
        const echo = String(headers['x-auth-token']).repeat(40);
        response
          .writeHead(400)
          .end(`${'x '.repeat(length / 2)}${echo}${' '.repeat(60_000)}${echo}`);
      });
      const error = await failureOf(ask(endpoint, { token: long }));
      expect(inspect(error)).not.toMatch(/MIIF|hidd/);
    }
  });

  it('is not told by IAM: the password, in any spelling', async () => {
    const password = 'p+hidden/ä"=1';
    for (const spell of [
      (text: string) => text,
      (text: string) => JSON.stringify(text),
      encodeURIComponent,
    ]) {
      const { endpoint } = await listen(({ body }, response) => {
        const sent = JSON.parse(body).auth.identity.password.user.password as string;
        response.writeHead(401, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error_msg: `Wrong: ${spell(sent)}` }));
      });
      const credentials = iamPassword({
        endpoint,
        user: 'u',
        password,
        domain: 'd',
        region: 'cn-north-4',
      });
      const error = await failureOf(credentials());
      expect((error as Error).message).toContain('Wrong: ');
      expect(inspect(error)).not.toContain('hidden');
    }
  });

  it('goes nowhere but to the endpoint that was named', async () => {
    const other = await listen(answering(empty));
    const { endpoint } = await listen(answering('', 307, { Location: other.endpoint }));
    expect(await failureOf(ask(endpoint, { token }))).toBeInstanceOf(CfwResponseError);
    expect(other.requests).toHaveLength(0);
  });
});
