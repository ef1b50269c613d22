import { signRequest } from '@cfw-flow/signature';
import type { Credentials, CredentialsProvider } from './credentials.ts';
import { CfwOptionError } from '../errors.ts';
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
  if ('token' in credentials) return credentials.token;
  return `${credentials.secretKey} ${credentials.securityToken}`;
}

/**
 * @throws {@link CfwOptionError} when something can't be part of credentials. The message never
 *   quotes it: messages end up in logs.
 */
export function checkCredentials(credentials: Credentials): void {
  if (typeof credentials !== 'object' || credentials === null) {
    throw new CfwOptionError('credentials', 'The credentials are no object');
  }
  if ('token' in credentials) {
    checkSecret('token', credentials.token);
    return;
  }
  checkSecret('accessKey', credentials.accessKey);
  checkSecret('secretKey', credentials.secretKey);
  if (credentials.securityToken !== undefined) {
    checkSecret('securityToken', credentials.securityToken);
  }
}

function checkSecret(name: string, secret: unknown): void {
  if (isSecretText(secret)) return;
  throw new CfwOptionError(
    name,
    `The ${name} is empty, or holds a blank, a line break or another character that none has. Check where it comes from.`,
  );
}
