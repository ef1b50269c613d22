import { authorizationOf, credentialsFrom, secretOf } from './credentials/authorization.ts';
import type {
  AccessKeyCredentials,
  Credentials,
  CredentialsProvider,
  TokenCredentials,
} from './credentials/credentials.ts';
import {
  apiErrorOf,
  CfwAbortError,
  type CfwApiError,
  CfwConnectionError,
  type CfwError,
  CfwResponseError,
  CfwTimeoutError,
} from './errors.ts';
import { withTimeout } from './with-timeout.ts';
import { parsed, textField } from './loose-json.ts';
import { delayBefore } from './retry.ts';

/** An attempt that is about to be sent. It tells no credentials. */
export interface AttemptStart {
  /** Number of the attempt, from 1. It comes twice when the attempt had to renew credentials. */
  attempt: number;
  /** HTTP method. */
  method: string;
  /** URL with its query. */
  url: string;
}

/** An attempt that was answered, well or not. */
export interface AttemptEnd extends AttemptStart {
  /** HTTP status. */
  status: number;
  /** `X-Request-Id` of the answer. */
  requestId: string | undefined;
  /** From sending to the last byte, in milliseconds. */
  milliseconds: number;
}

/** An attempt that failed and will be followed by another. */
export interface AttemptRetry extends AttemptStart {
  /** Why it failed. */
  error: CfwError;
  /** How long the client waits, in milliseconds. */
  delay: number;
}

/** Where a client tells what it does; `console` is one. Credentials are never among it. */
export interface Logger {
  /** Every attempt and every answer. */
  debug(message: string): void;
  /** Every attempt that failed and is followed by another. */
  warn(message: string): void;
}

/** How requests are sent. */
export interface TransportOptions {
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** What proves who calls. */
  credentials?: Credentials | CredentialsProvider | undefined;
  /** Longest time of one attempt, in milliseconds. */
  timeout: number;
  /** Longest time of a call with all its attempts, in milliseconds. */
  totalTimeout: number;
  /** Most attempts after the first. */
  retries: number;
  /** Told before every attempt. */
  onRequest?: ((attempt: AttemptStart) => void) | undefined;
  /** Told after every answer. */
  onResponse?: ((attempt: AttemptEnd) => void) | undefined;
  /** Told before every wait. */
  onRetry?: ((attempt: AttemptRetry) => void) | undefined;
  /** Told all three in words. */
  logger?: Logger | undefined;
}

/** A whole answer with a status of 2xx. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body. */
  text: string;
  /** Credentials that were sent, which a message must not quote. */
  credentials: Credentials | undefined;
}

/** Sends a GET request and waits for its whole answer; sends it again when that may help. */
export type Send = (url: string) => Promise<Answer>;

/**
 * Makes a call, whatever it is made of, within its total time. Each attempt is dated and signed
 * again.
 *
 * @param origin - where the call goes
 * @param outer - ends it; it then fails with {@link CfwAbortError}
 * @throws {@link CfwError} of the kind that fits
 */
export async function call<Result>(
  options: TransportOptions,
  origin: string,
  work: (send: Send) => Promise<Result>,
  outer?: AbortSignal | null,
): Promise<Result> {
  const { totalTimeout } = options;
  let lastError: unknown;
  const send = async (url: string, signal: AbortSignal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendOnce(url, attempt, signal, options);
      } catch (error) {
        lastError = error;
        const delay = delayBefore(attempt, error);
        if (signal.aborted || attempt > options.retries || delay === undefined) throw error;
        tellRetry(options, { ...startOf(url, attempt), error: error as CfwError, delay });
        await pause(delay, signal);
      }
    }
  };
  try {
    return await withTimeout(
      (signal) => work((url) => send(url, signal)),
      totalTimeout,
      () => new CfwTimeoutError('totalTimeout', totalTimeout, origin, { cause: lastError }),
      outer,
    );
  } catch (error) {
    if (outer?.aborted && error === outer.reason) throw new CfwAbortError(error);
    throw error;
  }
}

/** One attempt. Credentials that are refused although they should be good are renewed within it. */
async function sendOnce(
  url: string,
  attempt: number,
  outer: AbortSignal,
  options: TransportOptions,
): Promise<Answer> {
  const { timeout, credentials: source } = options;
  return withTimeout(
    async (signal) => {
      const credentials = await credentialsFrom(source);
      const secret = credentials && secretOf(credentials);
      const received = await exchange(url, attempt, credentials, signal, options);
      if (received.response.status !== 401 || !source || !credentials) return answerOf(received);
      let others: Credentials;
      try {
        others = await credentialsFrom(source, credentials);
      } catch (cause) {
        throw Object.assign(apiError(received), { cause });
      }
      if (secretOf(others) === secret) return answerOf(received);
      return answerOf(await exchange(url, attempt, others, signal, options));
    },
    timeout,
    () => new CfwTimeoutError('timeout', timeout, new URL(url).origin),
    outer,
  );
}

interface Received {
  response: Response;
  /** The body. */
  text: string;
  credentials: Credentials | undefined;
}

async function exchange(
  url: string,
  attempt: number,
  credentials: Credentials | undefined,
  signal: AbortSignal,
  options: TransportOptions,
): Promise<Received> {
  const { fetch: send = globalThis.fetch } = options;
  const headers = await authorizationOf(url, credentials);
  signal.throwIfAborted();
  const start = startOf(url, attempt);
  tellRequest(options, start);
  const begin = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await send(url, { headers, signal, redirect: 'manual' });
    text = await response.text();
  } catch (error) {
    throw new CfwConnectionError(new URL(url).origin, error);
  }
  signal.throwIfAborted();
  tellResponse(options, {
    ...start,
    status: response.status,
    requestId: requestIdOf(response),
    milliseconds: performance.now() - begin,
  });
  return { response, text, credentials };
}

/** The answer, if it is a good one. */
function answerOf(received: Received): Answer {
  const { response, text, credentials } = received;
  const { status, headers } = response;
  // In a page a redirect has status 0.
  if (!response.ok && status < 400) {
    const place = headers.get('Location') ?? 'another place';
    throw new CfwResponseError(
      `The answer is a redirect to ${place}, which is not followed: credentials would go there, too.`,
      { status, requestId: requestIdOf(response) },
    );
  }
  if (!response.ok) throw apiError(received);
  return { status, headers, text, credentials };
}

function apiError({ response, text, credentials }: Received): CfwApiError {
  const { status, headers } = response;
  const body = parsed(text);
  const code = textField(body, 'error_code');
  const detail = excerpt(textField(body, 'error_msg') ?? text, credentials);
  const requestId = textField(body, 'request_id') ?? requestIdOf(response);
  let message = code === undefined ? `HTTP ${status}` : `${code} (HTTP ${status})`;
  message += `: ${detail}${tagOf(requestId)}`;
  if (status === 401) message += clockHint(headers);
  return apiErrorOf(message, { status, code, detail, requestId, headers });
}

/** A signature is refused when the clock of who signed is more than 15 minutes off. */
function clockHint(headers: Headers): string {
  const server = Date.parse(headers.get('Date') ?? '');
  const minutes = Math.round((Date.now() - server) / 60_000);
  // Without a time of the server's the difference is NaN.
  if (!(Math.abs(minutes) >= 5)) return '';
  const way = minutes > 0 ? 'ahead of' : 'behind';
  return `. The clock of this machine is ${Math.abs(minutes)} minutes ${way} the server's: set it.`;
}

/** The start of a text, for a message, without the secrets that were sent: an echo may hold them. */
export function excerpt(text: string, credentials: Partial<AllCredentials> = {}): string {
  let line = text;
  for (const secret of [credentials.token, credentials.securityToken]) {
    if (secret) line = line.replaceAll(secret, '…');
  }
  line = line.slice(0, 5000).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'an empty body';
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

type AllCredentials = AccessKeyCredentials & TokenCredentials;

/** `X-Request-Id` of an answer. */
export function requestIdOf({ headers }: { headers: Headers }): string | undefined {
  return headers.get('X-Request-Id') ?? undefined;
}

function tagOf(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` [request ${requestId}]`;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  signal.throwIfAborted();
}

function startOf(url: string, attempt: number): AttemptStart {
  return { attempt, method: 'GET', url };
}

function tellRequest({ onRequest, logger }: TransportOptions, start: AttemptStart): void {
  onRequest?.(start);
  logger?.debug(`${start.method} ${start.url} (attempt ${start.attempt})`);
}

function tellResponse({ onResponse, logger }: TransportOptions, end: AttemptEnd): void {
  onResponse?.(end);
  logger?.debug(`HTTP ${end.status} in ${Math.round(end.milliseconds)} ms${tagOf(end.requestId)}`);
}

function tellRetry({ onRetry, logger }: TransportOptions, retry: AttemptRetry): void {
  onRetry?.(retry);
  logger?.warn(`${retry.error.message}. Again in ${Math.round(retry.delay)} ms.`);
}
