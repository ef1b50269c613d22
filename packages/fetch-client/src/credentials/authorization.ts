import { signRequest } from '@cfw-flow/signature';
import type { Credentials, CredentialsProvider } from './credentials.ts';
import { CfwOptionError } from '../errors.ts';
import { isSecretText } from './secret-text.ts';

/** The headers that prove who calls, made anew for every attempt. */
export async function authorizationOf(
  request: Request,
  source: Credentials | CredentialsProvider | undefined,
): Promise<Record<string, string>> {
  const credentials = typeof source === 'function' ? await source() : source;
  if (credentials === undefined) return {};
  checkCredentials(credentials);
  if ('token' in credentials) return { 'X-Auth-Token': credentials.token };
  const { method, url, headers } = request;
  return signRequest({ method, url, headers }, credentials);
}

/**
 * @throws {@link CfwOptionError} when something can't be part of credentials. The message never
 *   quotes it: messages end up in logs.
 */
export function checkCredentials(credentials: Credentials): void {
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
  if (typeof secret !== 'string' || secret.trim() === '') {
    throw new CfwOptionError(name, `The ${name} is empty. Check where it comes from.`);
  }
  if (!isSecretText(secret)) {
    throw new CfwOptionError(
      name,
      `The ${name} holds a blank, a line break or another character that none has. Check how it was copied or read.`,
    );
  }
}
