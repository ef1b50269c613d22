import { type Answer, apiError, checkStatus } from './answer.ts';
import type { AttemptHooks, AttemptStart } from './attempt-hooks.ts';
import { readBody } from './body.ts';
import { authorizationOf, credentialsFrom, secretOf } from './credentials/authorization.ts';
import type { Credentials, CredentialsProvider } from './credentials/credentials.ts';
import { CfwConnectionError, CfwResponseError } from './errors.ts';
import { excerpt, redactError, secretsOf } from './redaction.ts';

/** How an attempt is sent. */
export interface AttemptOptions extends AttemptHooks {
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** What proves who calls. */
  credentials?: Credentials | CredentialsProvider | undefined;
  /** Most bytes of an answer's body, decompressed. */
  maxBodyBytes: number;
}

/**
 * Sends a GET request once and waits for its whole answer. Credentials that are refused although
 * they should be good are renewed within it.
 *
 * @returns the answer, whose status is 2xx
 */
export async function attemptOnce(
  start: AttemptStart,
  signal: AbortSignal,
  options: AttemptOptions,
): Promise<Answer> {
  const { credentials: source } = options;
  const credentials = await credentialsFrom(source);
  const secret = credentials && secretOf(credentials);
  let answer = await exchange(start, credentials, signal, options);
  if (answer.status === 401 && source && credentials) {
    let others: Credentials;
    try {
      others = await credentialsFrom(source, credentials);
    } catch (cause) {
      throw Object.assign(apiError(answer), { cause });
    }
    if (secretOf(others) !== secret) {
      answer = await exchange(start, others, signal, options);
    }
  }
  checkStatus(answer);
  return answer;
}

async function exchange(
  start: AttemptStart,
  credentials: Credentials | undefined,
  signal: AbortSignal,
  options: AttemptOptions,
): Promise<Answer> {
  const { fetch: send = globalThis.fetch, maxBodyBytes } = options;
  const { url } = start;
  const sent = await authorizationOf(url, credentials);
  signal.throwIfAborted();
  options.onRequest?.(start);
  const secrets = secretsOf(credentials, sent);
  const begin = performance.now();
  let response: Response;
  let text: string | undefined;
  try {
    response = await send(url, { headers: sent, signal, redirect: 'manual' });
    text = await readBody(response, maxBodyBytes);
  } catch (error) {
    redactError(error, secrets);
    throw new CfwConnectionError(new URL(url).origin, error);
  }
  signal.throwIfAborted();
  const { status, headers } = response;
  const id = headers.get('X-Request-Id');
  const requestId = id ? excerpt(id, secrets, 100) : undefined;
  options.onResponse?.({ ...start, status, requestId, milliseconds: performance.now() - begin });
  if (text !== undefined) return { status, headers, text, requestId, secrets };
  throw new CfwResponseError(`HTTP ${status} came with more than maxBodyBytes: ${maxBodyBytes}`, {
    status,
    requestId,
  });
}
