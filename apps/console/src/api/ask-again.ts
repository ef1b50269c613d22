import { CfwConnectionError, CfwRateLimitError } from '@cfw-flow/fetch-client';

const UNREACHABLE_DELAY = 5000;
const RATE_LIMIT_DELAY = 10_000;
/** Timers of browsers run at once when they shall wait for longer than 24 days. */
const MAX_DELAY = 86_400_000;

/**
 * When to ask again after a failure that passes by itself, in milliseconds: a server that is gone may come
 * back, and one that was asked too often says for how long it wants peace.
 */
export function delayAfter(error: unknown): number | false {
  if (error instanceof CfwConnectionError) return UNREACHABLE_DELAY;
  if (!(error instanceof CfwRateLimitError)) return false;
  const text = error.headers.get('Retry-After')?.trim() ?? '';
  const told = /^\d+$/.test(text)
    ? Math.max(1, Number(text)) * 1000
    : Date.parse(text) - Date.now();
  return told > 0 ? Math.min(told, MAX_DELAY) : RATE_LIMIT_DELAY;
}

const times = new WeakMap<Error, number>();

/** When the page asks again after a failure, milliseconds since 1970 UTC; the same time for the same one. */
export function askedAgainAt(error: unknown): number | undefined {
  const delay = delayAfter(error);
  if (delay === false || !(error instanceof Error)) return undefined;
  const known = times.get(error) ?? Date.now() + delay;
  times.set(error, known);
  return known;
}
