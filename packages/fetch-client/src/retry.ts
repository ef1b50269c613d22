import { serverTime } from './server-time.ts';
import { CfwApiError, CfwConnectionError, CfwError, type CfwTimeoutError } from './errors.ts';

const passing = [408, 429, 500, 502, 503, 504];

/** Tells whether another attempt may end better. */
function mayPass(error: unknown): boolean | undefined {
  if (error instanceof CfwApiError) return passing.includes(error.status);
  if (!(error instanceof CfwError)) return false;
  const { limit, temporary } = error as Partial<CfwTimeoutError & Temporary>;
  return error instanceof CfwConnectionError || limit === 'timeout' || temporary;
}

/** What errors of credentials say. */
interface Temporary {
  temporary: boolean;
}

/**
 * How long to wait before the next attempt, in milliseconds: what `Retry-After` says, or else any
 * time up to a limit of half a second, which doubles with every attempt up to eight (full jitter), so
 * that clients that failed together don't come back together.
 *
 * @param attempt - number of the attempt that failed, from 1
 * @returns nothing when another attempt would not help, or the server asks for more than a minute
 */
export function delayBefore(attempt: number, error: unknown): number | undefined {
  if (!mayPass(error)) return undefined;
  const asked = error instanceof CfwApiError ? retryAfter(error.headers) : undefined;
  if (asked !== undefined) return asked <= 60_000 ? asked : undefined;
  return Math.random() * Math.min(8000, 500 * 2 ** (attempt - 1));
}

/** `Retry-After` in milliseconds from now: seconds, or a date by the server's clock. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('Retry-After')?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const now = serverTime(headers) || Date.now();
  // Some engines take a number for a year.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
