import { CfwCredentialsError, type CredentialsSource } from './credentials-error.ts';
import { CfwConnectionError, CfwOptionError } from '../errors.ts';
import { parsed } from '../loose-json.ts';

/** A whole answer of whoever gives credentials. */
export interface ExchangeAnswer {
  /** HTTP status, 200 to 299 or 400 to 599. */
  status: number;
  /** Headers of the answer. */
  headers: Headers;
  /** The body as text. It may hold secrets: no part of it goes into a message unchecked. */
  text: string;
  /** The body as JSON; nothing when it is none. */
  body: unknown;
}

/**
 * Sends one request for credentials.
 *
 * @throws {@link CfwCredentialsError} when no whole answer came, or a redirect, which is not
 *   followed: the secrets of the request would go to another place
 */
export async function exchange(
  source: CredentialsSource,
  url: string,
  init: RequestInit,
  send: typeof fetch = globalThis.fetch,
): Promise<ExchangeAnswer> {
  const { origin } = new URL(url);
  let response: Response;
  let text: string;
  try {
    response = await send(url, { ...init, redirect: 'manual' });
    text = await response.text();
  } catch (error) {
    const failure = new CfwConnectionError(origin, error);
    throw new CfwCredentialsError(source, failure.message, { cause: failure, temporary: true });
  }
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw new CfwCredentialsError(
      source,
      `${origin} answered with a redirect, which is not followed: secrets would go there, too. Is the endpoint right?`,
    );
  }
  return { status, headers, text, body: parsed(text) };
}

/** What an answer is, in words that quote none of it: `HTTP 200 with text/html, not JSON`. */
export function kindOf({ status, headers, body, text }: ExchangeAnswer): string {
  if (text === '') return `HTTP ${status} with an empty body`;
  if (body !== undefined) return `HTTP ${status} with JSON`;
  const type = headers.get('Content-Type')?.split(';')[0]?.trim();
  return `HTTP ${status} with ${type || 'a body of no content type'}, not JSON`;
}

/**
 * Checks an option that limits how long an exchange may take, in milliseconds.
 *
 * @throws {@link CfwOptionError} when it is no integer that a timer takes
 */
export function checkTimeout(timeout: number): void {
  if (Number.isInteger(timeout) && timeout >= 1 && timeout < 2 ** 31) return;
  throw new CfwOptionError(
    'timeout',
    `The option timeout is ${String(timeout)}, not an integer from 1 to ${2 ** 31 - 1}`,
  );
}
