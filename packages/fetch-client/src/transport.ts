import { authorizationOf, credentialsFrom, secretOf } from './credentials/authorization.ts';
import type { Credentials, CredentialsProvider } from './credentials/credentials.ts';
import {
  apiErrorOf,
  CfwAbortError,
  type CfwApiError,
  CfwConnectionError,
  CfwError,
  CfwResponseError,
  CfwTimeoutError,
} from './errors.ts';
import { limited } from './limit.ts';
import { parsed, textField } from './loose-json.ts';
import { delayBefore, mayPass } from './retry.ts';

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
}

/**
 * Sends a GET request and waits for its whole answer; sends it again when that may help. Each
 * attempt is dated and signed anew.
 *
 * @param outer - ends it; it then fails with {@link CfwAbortError}
 *
 * @throws {@link CfwError} of the kind that fits
 */
export async function send(
  url: string,
  options: TransportOptions,
  outer?: AbortSignal | null,
): Promise<Answer> {
  const { origin } = new URL(url);
  const { totalTimeout } = options;
  let lastError: unknown;
  try {
    return await limited(
      async (signal) => {
        for (let attempt = 1; ; attempt++) {
          try {
            return await sendOnce(url, attempt, signal, options);
          } catch (error) {
            lastError = error;
            if (signal.aborted || attempt > options.retries || !mayPass(error)) throw error;
            const delay = delayBefore(attempt, error, Date.now());
            if (delay === undefined) throw error;
            tellRetry(options, { ...startOf(url, attempt), error: error as CfwError, delay });
            await pause(delay, signal);
          }
        }
      },
      totalTimeout,
      () => new CfwTimeoutError('totalTimeout', totalTimeout, origin, { cause: lastError }),
      outer,
    );
  } catch (error) {
    if (outer?.aborted && !(error instanceof CfwError)) throw new CfwAbortError(outer.reason);
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
  return limited(
    async (signal) => {
      const credentials = await credentialsFrom(source);
      const received = await exchange(url, attempt, credentials, signal, options);
      if (received.response.status !== 401 || !source || !credentials) return answerOf(received);
      const others = await credentialsFrom(source, credentials);
      const same = secretOf(others) === secretOf(credentials);
      return answerOf(same ? received : await exchange(url, attempt, others, signal, options));
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
  tellRequest(options, startOf(url, attempt));
  const begin = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await send(url, { headers, signal, redirect: 'manual' });
    text = await response.text();
  } catch (error) {
    throw new CfwConnectionError(new URL(url).origin, error);
  }
  tellResponse(options, {
    ...startOf(url, attempt),
    status: response.status,
    requestId: requestIdOf(response),
    milliseconds: performance.now() - begin,
  });
  return { response, text };
}

/** The answer, if it is a good one. */
function answerOf({ response, text }: Received): Answer {
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    const place = headers.get('Location') ?? 'another place';
    throw new CfwResponseError(
      `The answer is a redirect to ${place}, which is not followed: credentials would go there, too.`,
      { status, requestId: requestIdOf(response) },
    );
  }
  if (!response.ok) throw apiError(response, text);
  return { status, headers, text };
}

function apiError(response: Response, text: string): CfwApiError {
  const { status, headers } = response;
  const body = parsed(text);
  const code = textField(body, 'error_code');
  const detail = textField(body, 'error_msg') ?? excerpt(text);
  const requestId = textField(body, 'request_id') ?? requestIdOf(response);
  let message = code === undefined ? `HTTP ${status}` : `${code} (HTTP ${status})`;
  message += `: ${detail}`;
  if (requestId !== undefined) message += ` [request ${requestId}]`;
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

/** The start of a text, for a message. */
export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'an empty body';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** `X-Request-Id` of an answer. */
export function requestIdOf({ headers }: { headers: Headers }): string | undefined {
  return headers.get('X-Request-Id') ?? undefined;
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
  logger?.debug(
    `HTTP ${end.status} in ${Math.round(end.milliseconds)} ms [request ${end.requestId ?? 'without id'}]`,
  );
}

function tellRetry({ onRetry, logger }: TransportOptions, retry: AttemptRetry): void {
  onRetry?.(retry);
  logger?.warn(`${retry.error.message}. Again in ${Math.round(retry.delay)} ms.`);
}
