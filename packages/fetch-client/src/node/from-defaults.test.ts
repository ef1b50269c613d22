import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { answering, deadEndpoint, failureOf, inTurn, listen } from '../../test/local-server.ts';
import { empty, projectId, question } from '../../test/question.ts';
import { createClient } from '../index.ts';
import { fromDefaults } from './from-defaults.ts';

/** Longer than a busy machine halts a process, in milliseconds. */
const timeout = 60_000;

const env = { HUAWEICLOUD_SDK_AK: 'AK-env', HUAWEICLOUD_SDK_SK: 'hidden' };

/** A home folder without a profile file. */
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cfw-defaults-'));
  vi.stubEnv('HOME', home).stubEnv('USERPROFILE', home);
  return async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  };
});

async function profile(content = '[basic]\nak = AK-file\nsk = hidden\n') {
  const path = join(home, 'profile');
  await writeFile(path, content);
  return { path };
}

async function metadata() {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  const credential = { access: 'AK-ecs', secret: 'hidden', securitytoken: 'hidden', expires_at };
  return listen(({ method }, response) => {
    if (method === 'PUT') response.writeHead(404).end();
    else response.end(JSON.stringify({ credential }));
  });
}

async function failureFor(options: Parameters<typeof fromDefaults>[0]) {
  const error = await failureOf(fromDefaults(options)());
  expect(error).toBeInstanceOf(CfwCredentialsError);
  expect(error).toMatchObject({ source: 'defaults' });
  return error as CfwCredentialsError;
}

describe('the usual places', () => {
  it('are environment, then profile file, then ECS', async () => {
    const { endpoint, requests } = await metadata();
    const file = await profile();
    expect(
      await fromDefaults({ env, profile: file, metadata: { endpoint, timeout } })(),
    ).toMatchObject({
      accessKey: 'AK-env',
    });
    expect(
      await fromDefaults({ env: {}, profile: file, metadata: { endpoint, timeout } })(),
    ).toMatchObject({
      accessKey: 'AK-file',
    });
    expect(requests).toHaveLength(0);
    expect(await fromDefaults({ env: {}, metadata: { endpoint, timeout } })()).toMatchObject({
      accessKey: 'AK-ecs',
    });
  });

  it('are the same for every later question, so that one client has one identity', async () => {
    const { endpoint } = await metadata();
    const changing: Record<string, string> = {};
    const provider = fromDefaults({ env: changing, metadata: { endpoint, timeout } });
    await provider();
    Object.assign(changing, env);
    expect(await provider()).toMatchObject({ accessKey: 'AK-ecs' });
  });

  it('are all searched again when none had credentials', async () => {
    const changing: Record<string, string> = {};
    const provider = fromDefaults({ env: changing, metadata: false });
    await failureOf(provider());
    Object.assign(changing, env);
    expect(await provider()).toMatchObject({ accessKey: 'AK-env' });
  });

  it('are listed, each with its reason, when none has credentials', async () => {
    const endpoint = await deadEndpoint();
    const error = await failureFor({ env: {}, metadata: { endpoint, timeout } });
    const [heading, ...tried] = error.message.split('\n');
    expect(heading).toBe('No credentials were found. Tried:');
    expect(tried).toEqual([
      expect.stringMatching(/^- env: .*HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not set/),
      `- profile: There is no file ${join(home, '.huaweicloud', 'credentials')}`,
      expect.stringMatching(/^- metadata: No answer from .*This is not an ECS/),
    ]);
    expect(error.absent).toBe(true);
    expect((error.cause as AggregateError).errors).toHaveLength(3);
  });

  it('are listed, too, when something else answers at the address of the ECS', async () => {
    const { endpoint } = await listen((_, response) => void response.writeHead(403).end());
    const error = await failureFor({ env: {}, metadata: { endpoint, timeout } });
    expect(error.message).toMatch(/- env: .*\n- profile: .*\n- metadata: .*HTTP 403.*$/);
    expect(error.absent).toBe(false);
  });

  it('leave ECS out when told so', async () => {
    const error = await failureFor({ env: {}, metadata: false });
    expect(error.message).not.toContain('metadata');
  });

  it('end at the first where something is set up that does not work', async () => {
    const { endpoint, requests } = await metadata();
    const file = await profile('[basic]\nak = AK-file\n');
    const half = { HUAWEICLOUD_SDK_AK: 'AK-env' };
    const first = await failureFor({ env: half, profile: file, metadata: { endpoint, timeout } });
    expect(first.message).toContain(
      '- env: The environment variable HUAWEICLOUD_SDK_SK is not set',
    );
    expect(first.message).not.toContain('- profile');
    expect(first.message).toContain('The search ended there');
    const second = await failureFor({ env: {}, profile: file, metadata: { endpoint, timeout } });
    expect(second.message).toContain(`- profile: ${file.path}:1: the section [basic] has no sk`);
    expect(second.absent).toBe(false);
    expect(requests).toHaveLength(0);
  });

  it('are asked again within a call when the ECS failed for the moment', async () => {
    const credential = {
      access: 'AK-ecs',
      secret: 'hidden',
      securitytoken: 'hidden',
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const ecs = await listen(
      inTurn(
        answering('', 500),
        answering('hidden-session'),
        answering('', 500),
        answering('hidden-session'),
        answering(JSON.stringify({ credential })),
      ),
    );
    const cfw = await listen(answering(empty));
    const client = createClient({
      endpoint: cfw.endpoint,
      projectId,
      credentials: fromDefaults({ env: {}, metadata: { endpoint: ecs.endpoint, timeout } }),
    });
    await client.listFlowStatistic(question);
    expect(ecs.requests).toHaveLength(5);
    expect(cfw.requests).toHaveLength(1);
  });

  it('are asked once in a call when nothing is set up, or something wrongly', async () => {
    const file = await profile('[basic]\nak = AK-file\n');
    const dead = { endpoint: await deadEndpoint(), timeout };
    for (const options of [
      { metadata: dead },
      { metadata: false as const },
      { profile: file, metadata: dead },
      { env: { HUAWEICLOUD_SDK_AK: 'AK-env' } },
    ]) {
      const provider = fromDefaults({ env: {}, ...options });
      let asked = 0;
      const client = createClient({
        endpoint: 'http://127.0.0.1:9',
        projectId,
        credentials: (refused) => {
          asked += 1;
          return provider(refused);
        },
      });
      expect(await failureOf(client.listFlowStatistic(question))).toMatchObject({
        source: 'defaults',
        temporary: false,
      });
      expect(asked).toBe(1);
    }
  });
});
