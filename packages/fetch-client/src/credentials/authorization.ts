import { signRequest } from '@cfw-flow/signature';
import type { AnyCredentials, Credentials, CredentialsProvider } from './credentials.ts';
import { checkOption } from '../check-option.ts';
import { isSecretText } from './secret-text.ts';

/** The credentials for an attempt. */
export async function credentialsFrom<Source extends Credentials | undefined>(
  source: Source | CredentialsProvider,
  refused?: Credentials,
): Promise<Source | Credentials> {
  if (typeof source !== 'function') return source;
  const credentials = await source(refused);
  checkCredentials(credentials);
  return credentials;
}

/** The headers that prove who calls, made again for every attempt. */
export async function authorizationOf(
  url: string,
  credentials: Credentials | undefined,
): Promise<Record<string, string>> {
  if (credentials === undefined) return {};
  if ('token' in credentials) return { 'X-Auth-Token': credentials.token };
  return signRequest({ method: 'GET', url }, credentials);
}

/** What tells credentials from others. */
export function secretOf(credentials: Credentials): string {
  return Object.values(credentials).join(' ');
}

/**
 * @throws {@link CfwOptionError} when something can't be part of credentials. The message never
 *   quotes it: messages end up in logs.
 */
export function checkCredentials(credentials: Credentials): void {
  const {
    token,
    accessKey,
    secretKey,
    securityToken = 'none',
  } = (credentials ?? {}) as AnyCredentials;
  const parts = token === undefined ? { accessKey, secretKey, securityToken } : { token };
  for (const [name, secret] of Object.entries(parts)) {
    checkOption(
      isSecretText(secret),
      name,
      'given, or has a blank, a line break or a character that none has. Check where it comes from.',
    );
  }
}
