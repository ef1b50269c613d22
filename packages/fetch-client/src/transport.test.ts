import { inspect } from 'node:util';
import { verifyRequest } from '@cfw-flow/signature';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Answering, answering, failureOf, inTurn, listen } from '../test/local-server.ts';
import { pacedByTheTest } from '../test/paced-clock.ts';
import { empty, projectId, question } from '../test/question.ts';
import {
  CfwAuthenticationError,
  CfwAbortError,
  CfwBadRequestError,
  CfwConnectionError,
  CfwNotFoundError,
  CfwOptionError,
  CfwPermissionError,
  CfwRateLimitError,
  CfwResponseError,
  CfwServerError,
  CfwTimeoutError,
  createClient,
  isCfwError,
  type AttemptRetry,
  type ClientOptions,
  type Credentials,
  type CredentialsProvider,
} from './index.ts';

const accessKey = { accessKey: 'AccessKey', secretKey: 'SecretKeyOfTheTest' };

function ask(endpoint: string, options: Partial<ClientOptions> = {}, signal?: AbortSignal) {
  return createClient({ endpoint, projectId, ...options }).listFlowStatistic(question, { signal });
}

const refusing = (status: number, headers: Record<string, string> = {}) =>
  answering('{"error_code":"APIGW.0000","error_msg":"no"}', status, headers);

/** Waits are drawn at random: none is the shortest. */
function withoutWaiting() {
  vi.spyOn(Math, 'random').mockReturnValue(0);
}

describe('a request with an access key', () => {
  it('arrives with a signature that a server can verify', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(endpoint, { credentials: accessKey });
    const { method, url, headers } = requests[0]!;
    const verdict = await verifyRequest(
      { method, url, headers },
      { secretKey: () => accessKey.secretKey },
    );
    expect(verdict).toEqual({ valid: true, accessKey: 'AccessKey' });
    expect(headers).not.toHaveProperty('x-auth-token');
  });

  it('that is temporary carries its security token', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(endpoint, { credentials: { ...accessKey, securityToken: 'sts' } });
    expect(requests[0]?.headers['x-security-token']).toBe('sts');
    expect(requests[0]?.headers.authorization).toContain('x-security-token');
  });

  it('is dated and signed again for every attempt, with the credentials of that moment', async () => {
    withoutWaiting();
    const { endpoint, requests } = await listen(inTurn(refusing(503), answering(empty)));
    let asked = 0;
    await ask(endpoint, {
      credentials: async () => ({ ...accessKey, accessKey: `AccessKey${++asked}` }),
    });
    const [first, second] = requests.map(({ headers }) => headers.authorization);
    expect(first).toContain('Access=AccessKey1');
    expect(second).toContain('Access=AccessKey2');
  });

  it('keeps to the credentials given, whatever becomes of the object', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const credentials = { ...accessKey };
    const client = createClient({ endpoint, projectId, credentials });
    credentials.accessKey = 'Another';
    await client.listFlowStatistic(question);
    expect(requests[0]?.headers.authorization).toContain('Access=AccessKey,');
  });
});

describe('credentials from a function that are refused', () => {
  /** Takes the token `good` alone. */
  const strict: Answering = (request, response) => {
    const taken = request.headers['x-auth-token'] === 'good';
    response.writeHead(taken ? 200 : 401).end(taken ? empty : '{"error_code":"APIGW.0301"}');
  };

  it('are asked for once more, and the attempt made again with others', async () => {
    const { endpoint, requests } = await listen(strict);
    const old = { token: 'old' };
    const told: unknown[] = [];
    const attempts: number[] = [];
    const call = ask(endpoint, {
      credentials: (refused) => {
        told.push(refused);
        return refused ? { token: 'good' } : old;
      },
      onRequest: ({ attempt }) => attempts.push(attempt),
      retries: 0,
    });
    expect(await call).toEqual({ records: [], total: 0 });
    expect(told).toEqual([undefined, old]);
    expect(attempts).toEqual([1, 1]);
    expect(requests).toHaveLength(2);
  });

  it('are asked for once more although it is the same object that was renewed', async () => {
    const { endpoint } = await listen(strict);
    const mine = { token: 'old' };
    const call = ask(endpoint, {
      credentials: (refused) => {
        if (refused) mine.token = 'good';
        return mine;
      },
    });
    expect(await call).toEqual({ records: [], total: 0 });
  });

  it('stay refused when there are no others, and the error says why', async () => {
    const { endpoint } = await listen(strict);
    const cause = new Error('the vault is closed');
    const call = ask(endpoint, {
      credentials: (refused) => {
        if (refused) throw cause;
        return { token: 'old' };
      },
    });
    const error = await failureOf(call);
    expect(error).toMatchObject({ name: 'CfwAuthenticationError', status: 401, cause });
  });

  it.each([
    ['the same', (): Credentials => ({ token: 'old' }), 1],
    ['others, which are refused, too,', tokensInTurn(), 2],
  ])('end the call when they are %s', async (_, credentials, sent) => {
    const { endpoint, requests } = await listen(strict);
    expect(await failureOf(ask(endpoint, { credentials }))).toBeInstanceOf(CfwAuthenticationError);
    expect(requests).toHaveLength(sent);
  });

  function tokensInTurn(): CredentialsProvider {
    let count = 0;
    return () => ({ token: `old-${++count}` });
  }
});

describe('what was sent', () => {
  const echo: Answering = ({ headers }, response) => {
    response.writeHead(503, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error_msg: `bad headers ${JSON.stringify(headers)}` }));
  };

  it.each([
    [{ token: 'MIIF-hidden' }],
    [{ token: `MIIF-${'hidden'.repeat(1000)}` }],
    [{ accessKey: 'AK', secretKey: 'hidden', securityToken: 'sts-hidden' }],
  ])('is in no message, even when the server echoes it: %j', async (credentials) => {
    const { endpoint } = await listen(echo);
    const told: string[] = [];
    const tell = (message: string) => told.push(message);
    const error = await failureOf(
      ask(endpoint, { credentials, retries: 1, logger: { debug: tell, warn: tell } }),
    );
    expect(`${inspect(error)} ${told.join()}`).toContain('bad headers');
    expect(`${inspect(error)} ${told.join()}`).not.toContain('hidden');
  });

  it('is in no message when an answer of 200 is a page that echoes it', async () => {
    const { endpoint } = await listen(({ headers }, response) => {
      response.end(`<p>${JSON.stringify(headers)}`);
    });
    const error = await failureOf(ask(endpoint, { token: 'MIIF-hidden' }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect(inspect(error)).not.toContain('hidden');
  });

  it.each([undefined, null, 'MIIF-hidden'])(
    'has to be an object, and not what a function gives: %j',
    async (given) => {
      const credentials = (() => given) as unknown as CredentialsProvider;
      const error = await failureOf(ask('http://127.0.0.1:9', { credentials }));
      expect(error).toBeInstanceOf(CfwOptionError);
      expect(inspect(error)).not.toContain('hidden');
    },
  );
});

describe('a call that has ended', () => {
  it('sends nothing and tells nothing any more', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const told: string[] = [];
    let give: (credentials: Credentials) => void;
    const credentials = () => new Promise<Credentials>((resolve) => (give = resolve));
    const controller = new AbortController();
    const onRequest = () => told.push('request');
    const call = ask(endpoint, { credentials, onRequest }, controller.signal);
    const failure = failureOf(call);
    await new Promise((resolve) => setTimeout(resolve));
    controller.abort();
    expect(await failure).toBeInstanceOf(CfwAbortError);
    give!({ token: 'late' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(requests).toEqual([]);
    expect(told).toEqual([]);
  });

  it('was aborted, even when the reason is an error of another call', async () => {
    const { endpoint } = await listen(() => {});
    const reason = new CfwConnectionError('http://other.example', new Error('broken'));
    const error = await failureOf(ask(endpoint, {}, AbortSignal.abort(reason)));
    expect(error).toBeInstanceOf(CfwAbortError);
    expect((error as Error).cause).toBe(reason);
  });
});

describe('an attempt that may pass', () => {
  it.each([408, 429, 500, 502, 503, 504])('is made again after HTTP %i', async (status) => {
    withoutWaiting();
    const { endpoint, requests } = await listen(inTurn(refusing(status), answering(empty)));
    expect(await ask(endpoint)).toEqual({ records: [], total: 0 });
    expect(requests).toHaveLength(2);
  });

  it('is made again after a connection that broke, before or inside the body', async () => {
    withoutWaiting();
    const { endpoint, requests } = await listen(
      inTurn(
        (_, response) => response.destroy(),
        (_, response) => {
          response.writeHead(200, { 'Content-Length': '1000' });
          response.write('{"data":', () => response.destroy());
        },
        answering(empty),
      ),
    );
    expect(await ask(endpoint)).toEqual({ records: [], total: 0 });
    expect(requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 501])('is not one that ended in HTTP %i', async (status) => {
    const { endpoint, requests } = await listen(refusing(status));
    expect(await failureOf(ask(endpoint))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it('is given up after two retries, or as many as were asked for', async () => {
    withoutWaiting();
    const { endpoint, requests } = await listen(refusing(503));
    expect(await failureOf(ask(endpoint))).toBeInstanceOf(CfwServerError);
    expect(requests).toHaveLength(3);
    await failureOf(ask(endpoint, { retries: 0 }));
    expect(requests).toHaveLength(4);
  });

  it('waits as long as Retry-After says, in seconds or until a date', async () => {
    const waits: number[] = [];
    const onRetry = ({ delay }: AttemptRetry) => waits.push(delay);
    const now = Date.UTC(2026, 10, 22);
    vi.useFakeTimers({ toFake: ['Date'], now });
    onTestFinished(() => void vi.useRealTimers());
    const soon = new Date(now + 1000).toUTCString();
    const { endpoint } = await listen(
      inTurn(
        refusing(429, { 'Retry-After': '0' }),
        refusing(429, { 'Retry-After': soon }),
        answering(empty),
      ),
    );
    await ask(endpoint, { onRetry });
    expect(waits).toEqual([0, 1000]);
  });

  it('takes the date of Retry-After by the server’s clock', async () => {
    const waits: number[] = [];
    const { endpoint } = await listen(
      inTurn(
        refusing(503, {
          Date: 'Thu, 01 Jan 2026 00:00:00 GMT',
          'Retry-After': 'Thu, 01 Jan 2026 00:00:01 GMT',
        }),
        answering(empty),
      ),
    );
    await ask(endpoint, { onRetry: ({ delay }) => waits.push(delay) });
    expect(waits).toEqual([1000]);
  });

  it.each(['1.5', '-5', '5, 5', 'soon'])('waits at random when Retry-After is %j', async (text) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const waits: number[] = [];
    const { endpoint } = await listen(
      inTurn(refusing(503, { 'Retry-After': text }), answering(empty)),
    );
    await ask(endpoint, { onRetry: ({ delay }) => waits.push(delay) });
    expect(waits).toEqual([250]);
  });

  it('is not waited for longer than a minute', async () => {
    const { endpoint, requests } = await listen(refusing(429, { 'Retry-After': '3600' }));
    expect(await failureOf(ask(endpoint))).toBeInstanceOf(CfwRateLimitError);
    expect(requests).toHaveLength(1);
  });

  it('waits at random, up to a limit that doubles', async () => {
    const waits: number[] = [];
    vi.spyOn(Math, 'random').mockReturnValue(0.01);
    const { endpoint } = await listen(refusing(500));
    await failureOf(ask(endpoint, { retries: 6, onRetry: ({ delay }) => waits.push(delay) }));
    expect(waits).toEqual([5, 10, 20, 40, 80, 80]);
  });
});

describe('time', () => {
  it('ends an attempt that gets no answer, and the next one may be lucky', async () => {
    withoutWaiting();
    pacedByTheTest();
    const { endpoint, requests } = await listen(
      inTurn(() => void vi.advanceTimersByTime(2000), answering(empty)),
    );
    expect(await ask(endpoint, { timeout: 2000 })).toEqual({ records: [], total: 0 });
    expect(requests).toHaveLength(2);
  });

  it('ends an attempt whose server hangs after the headers', async () => {
    const { endpoint } = await listen((_, response) => void response.writeHead(200).flushHeaders());
    const error = await failureOf(ask(endpoint, { timeout: 100, retries: 0 }));
    expect(error).toBeInstanceOf(CfwTimeoutError);
    expect(error).toMatchObject({ limit: 'timeout', milliseconds: 100 });
    expect((error as Error).message).toBe(`No whole answer from ${endpoint} in 100 ms (timeout)`);
  });

  it('ends a call with all its attempts, and tells what the last one failed with', async () => {
    pacedByTheTest();
    const { endpoint } = await listen(refusing(503, { 'Retry-After': '60' }));
    const begin = performance.now();
    const onRetry = () => void vi.advanceTimersByTime(2000);
    const error = await failureOf(ask(endpoint, { totalTimeout: 2000, onRetry }));
    expect(performance.now() - begin).toBeLessThan(60_000);
    expect(error).toBeInstanceOf(CfwTimeoutError);
    expect(error).toMatchObject({ limit: 'totalTimeout', cause: expect.any(CfwServerError) });
  });

  it('ends an attempt whose fetch heeds no signal, or whose credentials never come', async () => {
    const never = () => new Promise<never>(() => {});
    const limits = { timeout: 50, retries: 0 };
    const at = 'http://127.0.0.1:9';
    expect(await failureOf(ask(at, { ...limits, fetch: never }))).toBeInstanceOf(CfwTimeoutError);
    expect(await failureOf(ask(at, { ...limits, credentials: never }))).toBeInstanceOf(
      CfwTimeoutError,
    );
  });
});

describe('a signal', () => {
  it('ends a call before it is sent', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const error = await failureOf(ask(endpoint, {}, AbortSignal.abort('changed my mind')));
    expect(error).toBeInstanceOf(CfwAbortError);
    expect(error).toMatchObject({ cause: 'changed my mind' });
    expect(requests).toHaveLength(0);
  });

  it('ends a call while it waits for the next attempt', async () => {
    const { endpoint, requests } = await listen(refusing(503, { 'Retry-After': '30' }));
    const controller = new AbortController();
    const call = ask(endpoint, { onRetry: () => controller.abort() }, controller.signal);
    expect(await failureOf(call)).toBeInstanceOf(CfwAbortError);
    expect(requests).toHaveLength(1);
  });
});

describe('an error', () => {
  it.each([
    [400, CfwBadRequestError],
    [401, CfwAuthenticationError],
    [403, CfwPermissionError],
    [404, CfwNotFoundError],
    [429, CfwRateLimitError],
    [500, CfwServerError],
    [503, CfwServerError],
  ])('of HTTP %i has a class of its own', async (status, kind) => {
    const { endpoint } = await listen(refusing(status));
    expect(await failureOf(ask(endpoint, { retries: 0 }))).toBeInstanceOf(kind);
  });

  it('of a clock that is off says so', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000).toUTCString();
    const { endpoint } = await listen(refusing(401, { Date: hourAgo }));
    const error = (await failureOf(ask(endpoint, { credentials: accessKey }))) as Error;
    expect(error.message).toContain(
      'The clock of this machine is 60 minutes ahead of the server’s'.replace('’', "'"),
    );
  });

  it('is known as one of this client’s across realms, and others are not', () => {
    const foreign = Object.assign(new Error('x'), {
      [Symbol.for('@cfw-flow/fetch-client/error')]: true,
    });
    expect(isCfwError(foreign)).toBe(true);
    expect(isCfwError(new CfwAbortError('x'))).toBe(true);
    expect(isCfwError(new Error('x'))).toBe(false);
    expect(isCfwError(null)).toBe(false);
  });

  it('of a 200 that carries an error body quotes it', async () => {
    const { endpoint } = await listen(answering('{"error_code":"CFW.1","error_msg":"odd"}'));
    const error = await failureOf(ask(endpoint));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect((error as Error).message).toContain('CFW.1');
  });

  it('of an endless redirect comes at once', async () => {
    const { endpoint, requests } = await listen((_, response) =>
      response.writeHead(302, { Location: '/' }).end(),
    );
    expect(await failureOf(ask(endpoint))).toBeInstanceOf(CfwResponseError);
    expect(requests).toHaveLength(1);
  });

  it('of a name that does not exist names it', async () => {
    const error = await failureOf(ask('http://no-such-host.invalid', { retries: 0 }));
    expect(error).toBeInstanceOf(CfwConnectionError);
    expect((error as Error).message).toContain('no-such-host.invalid');
  });
});

describe('what a client tells', () => {
  it('goes to the hooks, attempt by attempt', async () => {
    withoutWaiting();
    const { endpoint } = await listen(
      inTurn(refusing(503), answering(empty, 200, { 'X-Request-Id': 'abc' })),
    );
    const told: unknown[] = [];
    await ask(endpoint, {
      onRequest: ({ attempt, method }) => told.push(['request', attempt, method]),
      onResponse: ({ attempt, status, requestId }) =>
        told.push(['response', attempt, status, requestId]),
      onRetry: ({ attempt, error, delay }) => told.push(['retry', attempt, error.name, delay]),
    });
    expect(told).toEqual([
      ['request', 1, 'GET'],
      ['response', 1, 503, undefined],
      ['retry', 1, 'CfwServerError', 0],
      ['request', 2, 'GET'],
      ['response', 2, 200, 'abc'],
    ]);
  });

  it('holds no secret: not in logs, hooks, errors, nor in the client itself', async () => {
    withoutWaiting();
    const { endpoint } = await listen(refusing(503));
    const told: unknown[] = [];
    const tell = (value: unknown) => told.push(value);
    const options: Partial<ClientOptions> = {
      credentials: { ...accessKey, securityToken: 'SecurityTokenOfTheTest' },
      onRequest: tell,
      onResponse: tell,
      onRetry: tell,
      logger: { debug: tell, warn: tell },
    };
    const client = createClient({ endpoint, projectId, ...options });
    told.push(client, await failureOf(client.listFlowStatistic(question)));
    const { inspect } = await import('node:util');
    const everything = inspect(told, { depth: 20, showHidden: true }) + JSON.stringify(told);
    expect(everything).toContain('HTTP 503');
    expect(everything).not.toContain('OfTheTest');
  });
});
