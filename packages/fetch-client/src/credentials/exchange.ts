import { CfwCredentialsError, type CredentialsSource } from './credentials-error.ts';
import { CfwConnectionError, CfwOptionError } from '../errors.ts';
import { defaultMaxBodyBytes, readBody } from '../body.ts';
import { parsed } from '../loose-json.ts';
import { excerpt, redactError } from '../redaction.ts';

/** A whole answer of whoever gives credentials. */
export interface ExchangeAnswer {
  /** HTTP status, 200 to 299 or 400 to 599. */
  status: number;
  /** Headers of the answer. */
  headers: Headers;
  /** The body as text. It may hold secrets: it goes into messages as an excerpt only. */
  text: string;
  /** The body as JSON; nothing when it is none. */
  body: unknown;
  /** What was sent that a message must not quote. */
  secrets: readonly string[];
}

/**
 * Sends one request for credentials.
 *
 * @param secrets - what of the request a message must not quote
 * @throws {@link CfwCredentialsError} when no whole answer came, one of more than 32 MiB, or a
 *   redirect, which is not followed: the secrets of the request would go to another place
 */
export async function exchange(
  source: CredentialsSource,
  url: string,
  init: RequestInit,
  secrets: readonly string[],
  send: typeof fetch = globalThis.fetch,
): Promise<ExchangeAnswer> {
  const { origin } = new URL(url);
  let response: Response;
  let text: string | undefined;
  try {
    response = await send(url, { ...init, redirect: 'manual' });
    text = await readBody(response, defaultMaxBodyBytes);
  } catch (error) {
    redactError(error, secrets);
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
  if (text === undefined) {
    throw new CfwCredentialsError(
      source,
      `${origin} answered with more than ${defaultMaxBodyBytes} bytes. Is the endpoint right?`,
    );
  }
  return { status, headers, text, body: parsed(text), secrets };
}

/** What an answer is, in words that quote none of it: `HTTP 200 with text/html, not JSON`. */
export function kindOf({ status, headers, body, text, secrets }: ExchangeAnswer): string {
  if (text === '') return `HTTP ${status} with an empty body`;
  if (body !== undefined) return `HTTP ${status} with JSON`;
  const type = excerpt(headers.get('Content-Type')?.split(';')[0] ?? '', secrets, 100);
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
