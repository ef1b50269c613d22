import { authorizationOf } from './credentials/authorization.ts';
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
import { delayBefore, mayPass } from './retry.ts';

/** An attempt that is about to be sent. It tells no credentials. */
export interface AttemptStart {
  /** Number of the attempt, from 1. */
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
 * Sends a request and waits for its whole answer; sends it again when that may help. Each attempt
 * is dated and signed anew.
 *
 * @throws {@link CfwError} of the kind that fits
 */
export async function send(request: Request, options: TransportOptions): Promise<Answer> {
  const { origin } = new URL(request.url);
  const { totalTimeout } = options;
  let lastError: unknown;
  try {
    return await limited(
      async (signal) => {
        for (let attempt = 1; ; attempt++) {
          try {
            return await sendOnce(request, attempt, signal, options);
          } catch (error) {
            lastError = error;
            if (signal.aborted || attempt > options.retries || !mayPass(error)) throw error;
            const delay = delayBefore(attempt, error, Date.now());
            if (delay === undefined) throw error;
            tellRetry(options, { ...startOf(request, attempt), error: error as CfwError, delay });
            await pause(delay, signal);
          }
        }
      },
      totalTimeout,
      () => new CfwTimeoutError('totalTimeout', totalTimeout, origin, { cause: lastError }),
      request.signal,
    );
  } catch (error) {
    if (request.signal.aborted && !(error instanceof CfwError)) {
      throw new CfwAbortError(request.signal.reason);
    }
    throw error;
  }
}

async function sendOnce(
  request: Request,
  attempt: number,
  outer: AbortSignal,
  options: TransportOptions,
): Promise<Answer> {
  const { timeout, fetch: send = globalThis.fetch } = options;
  const { origin } = new URL(request.url);
  return limited(
    async (signal) => {
      const headers = new Headers(request.headers);
      const authorization = await authorizationOf(request, options.credentials);
      for (const [name, value] of Object.entries(authorization)) headers.set(name, value);

      tellRequest(options, startOf(request, attempt));
      const begin = performance.now();
      let response: Response;
      let text: string;
      try {
        response = await send(new Request(request, { headers, signal, redirect: 'manual' }));
        text = await response.text();
      } catch (error) {
        throw new CfwConnectionError(origin, error);
      }
      tellResponse(options, {
        ...startOf(request, attempt),
        status: response.status,
        requestId: requestIdOf(response),
        milliseconds: performance.now() - begin,
      });
      return answerOf(response, text);
    },
    timeout,
    () => new CfwTimeoutError('timeout', timeout, origin),
    outer,
  );
}

/** The answer, if it is a good one. */
function answerOf(response: Response, text: string): Answer {
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
  if (Number.isNaN(minutes) || Math.abs(minutes) < 5) return '';
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textField(body: unknown, name: string): string | undefined {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
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

function startOf({ method, url }: Request, attempt: number): AttemptStart {
  return { attempt, method, url };
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
