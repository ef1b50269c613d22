import { redacted } from '../credentials/redacted.ts';
import type { CredentialsProvider } from '../credentials/credentials.ts';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { isSecretText } from '../credentials/secret-text.ts';

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Credentials from the variables that the vendor's SDKs read: `HUAWEICLOUD_SDK_AK`,
 * `HUAWEICLOUD_SDK_SK` and, for a temporary access key, `HUAWEICLOUD_SDK_SECURITY_TOKEN`. Blanks
 * and line breaks around a value are dropped. The variables are read again each time.
 *
 * The project's id stands in `HUAWEICLOUD_SDK_PROJECT_ID`, by the same convention: pass it as
 * `projectId`. A federated login (`HUAWEICLOUD_SDK_IDP_ID`) is not supported.
 *
 * @returns a provider that throws {@link CfwCredentialsError}, with `source` `env`, and names the
 *   variables that are missing or hold what no key can hold
 */
export function fromEnv(env: Environment = process.env): CredentialsProvider {
  return async () => {
    const accessKey = read(env, 'HUAWEICLOUD_SDK_AK');
    const secretKey = read(env, 'HUAWEICLOUD_SDK_SK');
    const securityToken = read(env, 'HUAWEICLOUD_SDK_SECURITY_TOKEN');
    if (accessKey === undefined && secretKey === undefined) {
      throw new CfwCredentialsError(
        'env',
        'The environment variables HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not set, or empty',
        { absent: true },
      );
    }
    if (accessKey === undefined || secretKey === undefined) {
      const [there, missing] =
        accessKey === undefined
          ? ['HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_AK']
          : ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'];
      throw new CfwCredentialsError(
        'env',
        `The environment variable ${missing} is not set, or empty, while ${there} is set. Set both, or neither.`,
      );
    }
    return redacted({ accessKey, secretKey, ...(securityToken && { securityToken }) });
  };
}

function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  if (!value) return undefined;
  if (isSecretText(value)) return value;
  throw new CfwCredentialsError(
    'env',
    `The environment variable ${name} holds a blank, a line break or another character that no key has. Check how it was set.`,
  );
}
