import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { failureOf } from '../../test/local-server.ts';
import { fromEnv } from './from-env.ts';

const pair = { HUAWEICLOUD_SDK_AK: 'AK1', HUAWEICLOUD_SDK_SK: 'hidden-sk' };

describe('credentials from the environment', () => {
  it('are an access key', async () => {
    expect(await fromEnv(pair)()).toEqual({ accessKey: 'AK1', secretKey: 'hidden-sk' });
  });

  it('may be temporary', async () => {
    const env = { ...pair, HUAWEICLOUD_SDK_SECURITY_TOKEN: 'hidden-token' };
    expect(await fromEnv(env)()).toEqual({
      accessKey: 'AK1',
      secretKey: 'hidden-sk',
      securityToken: 'hidden-token',
    });
    expect(await fromEnv({ ...env, HUAWEICLOUD_SDK_SECURITY_TOKEN: ' ' })()).not.toHaveProperty(
      'securityToken',
    );
  });

  it('are those of the process when nothing is given, as they are when asked for', async () => {
    const provider = fromEnv();
    vi.stubEnv('HUAWEICLOUD_SDK_AK', 'AK2').stubEnv('HUAWEICLOUD_SDK_SK', 'sk2');
    try {
      expect(await provider()).toEqual({ accessKey: 'AK2', secretKey: 'sk2' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('lose the line break of the file that they came from', async () => {
    const env = { HUAWEICLOUD_SDK_AK: 'AK1\n', HUAWEICLOUD_SDK_SK: ' hidden-sk\r\n' };
    expect(await fromEnv(env)()).toEqual({ accessKey: 'AK1', secretKey: 'hidden-sk' });
  });

  it.each([
    [{}, 'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not set', true],
    [{ HUAWEICLOUD_SDK_AK: '', HUAWEICLOUD_SDK_SK: '' }, 'HUAWEICLOUD_SDK_AK and', true],
    [{ HUAWEICLOUD_SDK_AK: 'AK1' }, 'HUAWEICLOUD_SDK_SK is not set, or empty', false],
    [{ HUAWEICLOUD_SDK_SK: 'hidden' }, 'HUAWEICLOUD_SDK_AK is not set, or empty', false],
    [{ ...pair, HUAWEICLOUD_SDK_SK: 'hidden\r\nX: y' }, 'HUAWEICLOUD_SDK_SK holds a blank', false],
    [{ ...pair, HUAWEICLOUD_SDK_AK: 'hidden é' }, 'HUAWEICLOUD_SDK_AK holds a blank', false],
    [
      { ...pair, HUAWEICLOUD_SDK_SECURITY_TOKEN: 'hidden too' },
      'HUAWEICLOUD_SDK_SECURITY_TOKEN holds a blank',
      false,
    ],
  ])('can not be had from %j, which the error says by names only', async (env, message, absent) => {
    const error = await failureOf(fromEnv(env)());
    expect(error).toBeInstanceOf(CfwCredentialsError);
    expect(error).toMatchObject({ source: 'env', absent });
    expect((error as Error).message).toContain(message);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden');
  });
});
