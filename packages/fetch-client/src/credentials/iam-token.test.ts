import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { TokenCredentials } from './credentials.ts';
import { CfwCredentialsError } from './credentials-error.ts';
import { CfwError, CfwOptionError } from '../errors.ts';
import { iamPassword, type IamPasswordOptions } from './iam-token.ts';
import {
  type Answering,
  deadEndpoint,
  failureOf,
  inTurn,
  listen,
} from '../../test/local-server.ts';
import { empty, projectId, question } from '../../test/question.ts';
import { createClient } from '../client.ts';

const password = 'correct horse "battery"';
const who = { user: 'IAMUser', password, domain: 'IAMDomain', project: 'cn-north-4' };
const json = { 'Content-Type': 'application/json' };
const hour = 3_600_000;

const iso = (time: number) => new Date(time).toISOString().replace('Z', '000Z');

/** IAM, which gives a token of its own to each login that is right. */
async function iam(now: () => number) {
  let given = 0;
  return listen(({ body }, response) => {
    const { identity } = (JSON.parse(body) as { auth: { identity: never } }).auth;
    const { user } = (identity as { password: { user: { password: string } } }).password;
    if (user.password !== password) {
      response.writeHead(401, json).end(
        JSON.stringify({
          error: {
            code: 401,
            message: 'The username or password is wrong.',
            title: 'Unauthorized',
          },
        }),
      );
      return;
    }
    given += 1;
    response
      .writeHead(201, { ...json, 'X-Subject-Token': `token-${given}` })
      .end(JSON.stringify({ token: { expires_at: iso(now() + 24 * hour) } }));
  });
}

async function failureWith(
  answer: Answering,
  options: Partial<IamPasswordOptions> = {},
): Promise<CfwCredentialsError> {
  const { endpoint } = await listen(answer);
  const error = await failureOf(iamPassword({ ...who, endpoint, ...options })());
  expect(error).toBeInstanceOf(CfwCredentialsError);
  expect(error).toBeInstanceOf(CfwError);
  expect(error).toMatchObject({ source: 'iam', absent: false });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('horse');
  return error as CfwCredentialsError;
}

const answering =
  (status: number, body: unknown, headers: Record<string, string> = json): Answering =>
  (_, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('logging in at IAM', () => {
  it('is tried again by a call when IAM fails, but not when it refuses', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const cfw = await listen(answering(200, empty));
    const ask = async (...answers: Answering[]) => {
      const { endpoint, requests } = await listen(inTurn(...answers));
      const credentials = iamPassword({ ...who, endpoint });
      const client = createClient({ endpoint: cfw.endpoint, projectId, credentials });
      return { requests, outcome: await client.listFlowStatistic(question).catch(String) };
    };
    const token = answering(
      201,
      { token: { expires_at: iso(Date.now() + hour) } },
      { 'X-Subject-Token': 'token' },
    );
    const recovered = await ask(answering(503, ''), (_, response) => response.destroy(), token);
    expect(recovered.outcome).toEqual({ records: [], total: 0 });
    const refused = await ask(answering(401, ''), token);
    expect(refused.outcome).toContain('refused the user name or the password');
    expect(refused.requests).toHaveLength(1);
  });

  it('sends the documented request and gives the token of the header', async () => {
    const { endpoint, requests } = await iam(Date.now);
    expect(await iamPassword({ ...who, endpoint })()).toEqual({ token: 'token-1' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/v3/auth/tokens?nocatalog=true' });
    expect(requests[0]!.headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(JSON.parse(requests[0]!.body)).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'IAMUser', password, domain: { name: 'IAMDomain' } } },
        },
        scope: { project: { name: 'cn-north-4' } },
      },
    });
  });

  it.each([
    [{ region: 'cn-north-4' }, 'https://iam.cn-north-4.myhuaweicloud.com', 'cn-north-4'],
    [{ region: 'eu-west-101' }, 'https://iam.eu-west-101.myhuaweicloud.eu', 'eu-west-101'],
    [{ region: 'cn-north-4', project: 'x' }, 'https://iam.cn-north-4.myhuaweicloud.com', 'x'],
    [{ project: 'cn-north-1' }, 'https://iam.myhuaweicloud.com', 'cn-north-1'],
  ] as const)('goes for %j to %s and project %s', async (place, origin, project) => {
    const sent: { url: string; body: string }[] = [];
    const fetch: typeof globalThis.fetch = async (url, init) => {
      sent.push({ url: String(url), body: String(init?.body) });
      throw new TypeError('offline');
    };
    const { user, domain } = who;
    await failureOf(iamPassword({ user, password, domain, ...place, fetch })());
    expect(sent[0]!.url).toBe(`${origin}/v3/auth/tokens?nocatalog=true`);
    expect(JSON.parse(sent[0]!.body)).toHaveProperty('auth.scope.project.name', project);
  });

  it('happens once for many callers, and again five to six minutes before the token ends', async () => {
    const clock = { time: Date.now() };
    const now = () => clock.time;
    const { endpoint, requests } = await iam(now);
    const provider = iamPassword({ ...who, endpoint, now });
    const tokens = await Promise.all(Array.from({ length: 50 }, async () => provider()));
    expect(new Set(tokens.map((one) => (one as TokenCredentials).token))).toEqual(
      new Set(['token-1']),
    );
    clock.time += 24 * hour - 7 * 60_000;
    expect(await provider()).toEqual({ token: 'token-1' });
    clock.time += 2 * 60_000;
    expect(await provider()).toEqual({ token: 'token-2' });
    expect(requests).toHaveLength(2);
  });

  it('keeps a token for its day though the clock here is two days ahead', async () => {
    const server = Date.now();
    const { endpoint, requests } = await listen((_, response) => {
      response
        .writeHead(201, {
          ...json,
          Date: new Date(server).toUTCString(),
          'X-Subject-Token': 'token',
        })
        .end(JSON.stringify({ token: { expires_at: iso(server + 24 * hour) } }));
    });
    const provider = iamPassword({ ...who, endpoint, now: () => server + 48 * hour });
    await provider();
    await provider();
    expect(requests).toHaveLength(1);
  });

  it('does not keep a failure', async () => {
    let down = true;
    const { endpoint } = await listen((_, response) => {
      if (down) response.writeHead(503).end();
      else {
        response
          .writeHead(201, { ...json, 'X-Subject-Token': 'token' })
          .end(JSON.stringify({ token: { expires_at: iso(Date.now() + hour) } }));
      }
    });
    const provider = iamPassword({ ...who, endpoint });
    expect(await failureOf(provider())).toMatchObject({
      message: `IAM at ${endpoint} gave no token: HTTP 503`,
    });
    down = false;
    expect(await provider()).toEqual({ token: 'token' });
  });

  it('tells nothing of password and token when inspected', async () => {
    const { endpoint } = await iam(Date.now);
    const provider = iamPassword({ ...who, endpoint });
    const shown = inspect([provider, await provider()], { depth: 9, showHidden: true });
    expect(shown).not.toContain('horse');
    expect(shown).not.toContain('token-1');
  });
});

describe('a login that fails', () => {
  it('says that user or password is wrong, and where, without the password', async () => {
    const { endpoint } = await iam(Date.now);
    const wrong = 'incorrect horse';
    const error = await failureOf(iamPassword({ ...who, endpoint, password: wrong })());
    expect(error).toBeInstanceOf(CfwCredentialsError);
    expect((error as Error).message).toBe(
      `IAM at ${endpoint} refused the user name or the password of user "IAMUser" of account ` +
        '"IAMDomain" (HTTP 401: The username or password is wrong.). Check user, password and ' +
        'domain, which is the name of the account.',
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('horse');
  });

  it('leaves the password out where IAM quotes it', async () => {
    const error = await failureWith(
      answering(401, { error: { message: `Wrong password ${password}` } }),
    );
    expect(error.message).toContain('(HTTP 401: Wrong password [redacted])');
  });

  it.each([
    [400, { error: { message: 'The request body is invalid' } }, 'The request body is invalid'],
    [403, { error: { message: 'no' } }, 'may use the project'],
    [404, { error_msg: 'The API does not exist' }, 'Is it IAM'],
    [429, { error_msg: 'Throttled' }, 'Try again later'],
    [500, '<html>oops</html>', 'gave no token: HTTP 500'],
  ])('says what HTTP %i means', async (status, body, message) => {
    expect((await failureWith(answering(status, body))).message).toContain(message);
  });

  const signed = { ...json, 'X-Subject-Token': 'secret-token' };
  const good = { token: { expires_at: iso(Date.now() + hour) } };
  it.each<[string, number, unknown, Record<string, string>, string]>([
    [
      'HTML',
      200,
      '<html>Welcome</html>',
      { 'Content-Type': 'text/html; charset=utf-8' },
      'text/html, not JSON',
    ],
    ['an answer without a token', 201, good, json, 'without the header X-Subject-Token'],
    ['an empty token', 201, good, { ...json, 'X-Subject-Token': '' }, 'unusable X-Subject-Token'],
    ['a token with a blank', 201, good, { ...json, 'X-Subject-Token': 'secret token' }, 'unusable'],
    ['no body', 201, '', signed, 'an empty body, without a time in token.expires_at'],
    ['half a JSON', 201, '{"token":{"expires_at":"20', signed, 'not JSON, without a time'],
    ['a list', 201, [], signed, 'without a time in token.expires_at'],
    ['no object', 201, null, signed, 'without a time in token.expires_at'],
    ['a time that is none', 201, { token: { expires_at: 5 } }, signed, 'without a time'],
    [
      'a token of yesterday',
      201,
      { token: { expires_at: iso(Date.now() - hour) } },
      signed,
      'ended already',
    ],
  ])('says when it is for %s', async (_, status, body, headers, message) => {
    const error = await failureWith(answering(status, body, headers));
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('secret');
  });

  it('sends the password to no other place', async () => {
    const elsewhere = await listen(answering(201, ''));
    const error = await failureWith(answering(307, '', { Location: elsewhere.endpoint }));
    expect(error.message).toContain('redirect');
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('ends in its time when IAM says nothing, or stops half-way', async () => {
    const silent = await failureWith(() => {}, { timeout: 50 });
    expect(silent.message).toMatch(/^No whole answer from IAM at http:\S+ in 50 ms$/);
    const halting = await failureWith(
      (_, response) => {
        response.writeHead(201, signed).write('{"token":');
      },
      { timeout: 100 },
    );
    expect(halting.message).toContain('No whole answer');
  });

  it('says when nobody is there, or the connection breaks', async () => {
    const endpoint = await deadEndpoint();
    const error = await failureOf(iamPassword({ ...who, endpoint })());
    expect((error as Error).message).toMatch(/^No answer from http:.*ECONNREFUSED/);
    expect((error as Error).cause).toBeInstanceOf(Error);
    const broken = await failureWith((_, response) => response.destroy());
    expect(broken.message).toContain('No answer from');
  });
});

describe('options that can not work', () => {
  it.each<[string, Partial<Record<keyof IamPasswordOptions, unknown>>]>([
    ['user', { user: '' }],
    ['password', { password: '' }],
    ['password', { password: undefined }],
    ['domain', { domain: '' }],
    ['project', { project: undefined }],
    ['project', { project: '' }],
    ['region', { region: 'cn-nowhere-1' }],
    ['endpoint', { endpoint: 'iam.myhuaweicloud.com' }],
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: Number.POSITIVE_INFINITY }],
  ])('are refused at once: %s in %j', (option, change) => {
    const make = () => iamPassword({ ...who, ...change } as IamPasswordOptions);
    expect(make).toThrow(CfwOptionError);
    expect(make).toThrow(expect.objectContaining({ option }));
  });
});
