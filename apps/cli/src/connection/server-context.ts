import { CfwConnectionError, CfwTimeoutError } from '@cfw-flow/fetch-client';
import type { ConsoleContext } from '@cfw-flow/types/console';
import { adviceFor, Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import type { ServerChoice } from './settings.ts';

/** Milliseconds. A server never has this wait for other questions. */
const timeout = 10_000;

/** As {@link fetchServerContext}; nothing of a region of the cloud, which is not asked. */
export async function contextOf({
  endpoint,
  region,
}: ServerChoice): Promise<ConsoleContext | undefined> {
  if (endpoint === undefined || region !== undefined) return undefined;
  return fetchServerContext(endpoint);
}

/**
 * What a cfw-flow server says that there is to ask about: its project, firewalls and log types.
 *
 * @returns nothing when the endpoint has no such document, as the cloud has none
 * @throws {@link CfwConnectionError} or {@link CfwTimeoutError} when nobody answers, and
 *   {@link Failure} when a server refuses
 */
export async function fetchServerContext(endpoint: string): Promise<ConsoleContext | undefined> {
  const { status, text } = await get(`${endpoint}/console/context.json`, endpoint);
  const body = parsed(text);
  if (status === 200) return isContext(body) ? body : undefined;
  if (status !== 403 && status !== 429 && (status < 500 || status === 501)) return undefined;
  const reason = errorMessage(body);
  const why = reason === undefined ? '' : `: ${escapeControlChars(reason)}`;
  throw new Failure(
    `${endpoint} does not say which firewalls it has (HTTP ${status}${why}).${adviceFor(status)}`,
  );
}

async function get(url: string, endpoint: string): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, { signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (signal.aborted) throw new CfwTimeoutError('timeout', timeout, endpoint, { cause: error });
    throw new CfwConnectionError(endpoint, error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorMessage(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error_msg' in body)) return undefined;
  return typeof body.error_msg === 'string' ? body.error_msg : undefined;
}

function isContext(value: unknown): value is ConsoleContext {
  return (
    typeof value === 'object' &&
    value !== null &&
    'project_id' in value &&
    typeof value.project_id === 'string' &&
    'firewalls' in value &&
    Array.isArray(value.firewalls) &&
    value.firewalls.every(isFirewall)
  );
}

function isFirewall(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fw_instance_id' in value &&
    typeof value.fw_instance_id === 'string' &&
    'traffic' in value &&
    Array.isArray(value.traffic)
  );
}
