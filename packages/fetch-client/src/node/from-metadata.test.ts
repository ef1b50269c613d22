import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { CfwOptionError } from '../errors.ts';
import { deadEndpoint, failureOf, listen, type Received } from '../../test/local-server.ts';
import { pacedByTheTest } from '../../test/paced-clock.ts';
import { fromMetadata, type MetadataOptions } from './from-metadata.ts';

const minute = 60_000;
/** Longer than a busy machine halts a process. */
const timeout = minute;
const hour = 60 * minute;
const sessionPath = '/meta-data/latest/api/token';
const keyPath = '/openstack/latest/securitykey';

const iso = (time: number) => new Date(time).toISOString().replace('Z', '000Z');

const keyUntil = (time: number, number: number | string = 1) => ({
  credential: {
    access: `AK${number}`,
    expires_at: iso(time),
    secret: `hidden-${number}`,
    securitytoken: `hidden-token-${number}`,
  },
});

type Reply = (response: ServerResponse) => void;

const reply =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** The metadata service of an ECS, which knows sessions unless told otherwise. */
const ecs = (key: (request: Received) => Reply, session: Reply = reply(200, 'hidden-session')) =>
  listen((request, response) => {
    if (request.method === 'PUT' && request.url === sessionPath) session(response);
    else if (request.method === 'GET' && request.url === keyPath) key(request)(response);
    else reply(404)(response);
  });

async function failureWith(
  key: Reply,
  session?: Reply,
  options: MetadataOptions = {},
): Promise<CfwCredentialsError> {
  const { endpoint } = await ecs(() => key, session);
  const error = await failureOf(fromMetadata({ endpoint, timeout, ...options })());
  expect(error).toBeInstanceOf(CfwCredentialsError);
  expect(error).toMatchObject({ source: 'metadata' });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden');
  return error as CfwCredentialsError;
}

const good = reply(200, keyUntil(Date.now() + hour));

describe('credentials of an ECS', () => {
  it('are the temporary access key of its agency, got within a session', async () => {
    const { endpoint, requests } = await ecs(() => good);
    expect(await fromMetadata({ endpoint, timeout })()).toEqual({
      accessKey: 'AK1',
      secretKey: 'hidden-1',
      securityToken: 'hidden-token-1',
    });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `PUT ${sessionPath}`,
      `GET ${keyPath}`,
    ]);
    expect(requests[0]!.headers['x-metadata-token-ttl-seconds']).toBe('21600');
    expect(requests[1]!.headers['x-metadata-token']).toBe('hidden-session');
  });

  it.each([404, 405, 503])(
    'are got without a session when that is answered with %i',
    async (status) => {
      const { endpoint, requests } = await ecs(() => good, reply(status));
      expect(await fromMetadata({ endpoint, timeout })()).toMatchObject({ accessKey: 'AK1' });
      expect(requests[1]!.headers).not.toHaveProperty('x-metadata-token');
    },
  );

  it('are asked for once by many callers, and renewed before they end', async () => {
    const clock = { time: Date.now() };
    let given = 0;
    const { endpoint, requests } = await ecs(() => {
      given += 1;
      return reply(200, keyUntil(clock.time + hour, given));
    });
    const provider = fromMetadata({ endpoint, timeout, now: () => clock.time });
    await Promise.all(Array.from({ length: 50 }, async () => provider()));
    clock.time += hour - 7 * minute;
    expect(await provider()).toMatchObject({ accessKey: 'AK1' });
    clock.time += 2 * minute;
    expect(await provider()).toMatchObject({ accessKey: 'AK2' });
    clock.time += 3 * hour;
    expect(await provider()).toMatchObject({ accessKey: 'AK3' });
    expect(requests).toHaveLength(6);
  });

  it('are used to their end when the service fails, and never after it', async () => {
    const clock = { time: Date.now() };
    let down = false;
    const { endpoint } = await ecs(() =>
      down ? reply(500) : reply(200, keyUntil(clock.time + hour)),
    );
    const provider = fromMetadata({ endpoint, timeout, now: () => clock.time });
    await provider();
    down = true;
    clock.time += hour - minute;
    expect(await provider()).toMatchObject({ accessKey: 'AK1' });
    clock.time += minute;
    expect(await failureOf(provider())).toMatchObject({
      message: `${endpoint} gave no access key: HTTP 500`,
    });
    down = false;
    expect(await provider()).toMatchObject({ accessKey: 'AK1' });
  });

  it('are not shown by the provider', async () => {
    const { endpoint } = await ecs(() => good);
    const provider = fromMetadata({ endpoint, timeout });
    expect(inspect([provider, await provider()], { depth: 9, showHidden: true })).not.toContain(
      'hidden',
    );
  });
});

describe('an ECS that has none', () => {
  it.each([
    reply(401, '{"message":"Please configure Cloud Service Agency first"}'),
    reply(404, 'hidden'),
  ])('is said to have no agency', async (key) => {
    const error = await failureWith(key);
    expect(error.absent).toBe(true);
    expect(error.message).toContain('this ECS has no agency, or this is not an ECS');
  });

  it.each([
    [reply(401, 'hidden'), 'gave no access key: HTTP 401'],
    [reply(500, 'hidden'), 'gave no access key: HTTP 500'],
    [reply(200, '<html>hidden</html>', { 'Content-Type': 'text/html' }), 'text/html, not JSON'],
    [reply(200, ''), 'an empty body'],
    [reply(200, '{"credential":{"access":"hidden","se'), 'not JSON'],
    [reply(200, 'null'), 'HTTP 200 with JSON, without access, secret'],
    [reply(200, { credential: null }), 'without access, secret'],
    [reply(200, { credential: { ...keyUntil(0).credential, secret: '' } }), 'without access'],
    [reply(200, { credential: { ...keyUntil(0).credential, secret: 5 } }), 'without access'],
    [reply(200, keyUntil(Date.now() + hour, 'a b')), 'without access'],
    [reply(200, { credential: { ...keyUntil(0).credential, expires_at: 'x' } }), 'expires_at'],
    [reply(200, keyUntil(Date.now() - hour)), 'ended already'],
    [reply(302, '', { Location: '/hidden' }), 'redirect'],
  ])('is said to answer something else (%#)', async (key, message) => {
    const error = await failureWith(key);
    expect(error.message).toContain(message);
    expect(error.absent).toBe(false);
  });

  it.each([
    [
      reply(200, '<html>hidden page</html>', { 'Content-Type': 'text/html' }),
      'text/html, not JSON',
    ],
    [reply(200, ''), 'gave no session, but HTTP 200 with an empty body'],
    [reply(403, 'hidden'), 'gave no session, but HTTP 403'],
  ])('is said to give no session (%#)', async (session, message) => {
    expect((await failureWith(good, session)).message).toContain(message);
  });
});

const never: Reply = () => {};
const halting: Reply = (response) => void response.writeHead(200).write('{"credential":');

describe('an ECS with a hiccup', () => {
  it.each([
    ['hangs at the key', never],
    ['hangs in the middle of the key', halting],
    ['hangs up', (response: ServerResponse) => void response.destroy()],
  ])('is known by its session when it %s', async (_, key) => {
    pacedByTheTest();
    const late: Reply = (response) => {
      key(response);
      vi.advanceTimersByTime(2000);
    };
    const error = await failureWith(late, undefined, { timeout: 2000 });
    expect(error.message).toContain('The metadata service answered before: it may do so again.');
    expect(error).toMatchObject({ absent: false, temporary: true });
  });

  it('is known by its earlier key, even without sessions', async () => {
    const clock = { time: Date.now() };
    const server = await ecs(() => reply(200, keyUntil(clock.time + hour)), reply(404));
    const { endpoint } = server;
    const provider = fromMetadata({ endpoint, timeout, now: () => clock.time });
    await provider();
    server.close();
    clock.time += hour;
    const error = await failureOf(provider());
    expect((error as Error).message).toMatch(/^No answer from .*The metadata service answered/);
    expect(error).toMatchObject({ absent: false, temporary: true });
  });

  it.each([429, 500, 502])('may be asked again after HTTP %i', async (status) => {
    expect(await failureWith(reply(status))).toMatchObject({ absent: false, temporary: true });
    expect(await failureWith(good, reply(status))).toMatchObject({
      absent: false,
      temporary: true,
    });
  });

  it.each([400, 403])('is not asked again after HTTP %i', async (status) => {
    expect((await failureWith(reply(status))).temporary).toBe(false);
    expect((await failureWith(good, reply(status))).temporary).toBe(false);
  });
});

describe('a machine that is no ECS', () => {
  it.each([
    ['at once', never],
    ['in the middle', halting],
    ['at the key', reply(404)],
  ])('is told from an address that hangs %s, in time', async (_, session) => {
    const error = await failureWith(never, session, { timeout: 80 });
    expect(error.message).toMatch(/^No whole answer from http:\S+ in 80 ms. This is not an ECS/);
    expect(error).toMatchObject({ absent: true, temporary: false });
  });

  it('is told from an address where nobody is', async () => {
    const endpoint = await deadEndpoint();
    const error = await failureOf(fromMetadata({ endpoint, timeout })());
    expect(error).toMatchObject({ source: 'metadata', absent: true, temporary: false });
    expect((error as Error).message).toMatch(/^No answer from .*ECONNREFUSED.*This is not an ECS/);
  });

  it('is asked at the address of all ECS', async () => {
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      urls.push(String(url));
      throw new TypeError('offline');
    };
    await failureOf(fromMetadata({ fetch })());
    expect(urls).toEqual([`http://169.254.169.254${sessionPath}`]);
  });
});

it.each([{ endpoint: '169.254.169.254' }, { timeout: 0 }, { timeout: 0.5 }])(
  'metadata with %j is refused at once',
  (options) => {
    expect(() => fromMetadata(options)).toThrow(CfwOptionError);
  },
);
