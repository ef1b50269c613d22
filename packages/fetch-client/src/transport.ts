import type { Answer } from './answer.ts';
import { type AttemptOptions, attemptOnce } from './attempt.ts';
import { CfwAbortError, type CfwError, CfwTimeoutError } from './errors.ts';
import { delayBefore } from './retry.ts';
import { withTimeout } from './with-timeout.ts';

/** How calls are made. */
export interface TransportOptions extends AttemptOptions {
  /** Longest time of one attempt, in milliseconds. */
  timeout: number;
  /** Longest time of a call with all its attempts, in milliseconds. */
  totalTimeout: number;
  /** Most attempts after the first. */
  retries: number;
}

/**
 * Sends a GET request and waits for its whole answer; sends it again when that may help. Each
 * attempt is dated and signed again.
 *
 * @param origin - where the call goes
 * @param url - what is asked, or finds it out; the time that takes counts as that of the call
 * @param outer - ends the call; it then fails with {@link CfwAbortError}
 * @returns the answer, whose status is 2xx
 * @throws {@link CfwError} of the kind that fits
 */
export async function call(
  options: TransportOptions,
  origin: string,
  url: string | (() => Promise<string>),
  outer?: AbortSignal,
): Promise<Answer> {
  const { timeout, totalTimeout, retries } = options;
  const end = performance.now() + totalTimeout;
  let lastError: unknown;

  /** Does a part of the call, within a time of its own and what is left of the whole. */
  const inTime = <Result>(work: (signal: AbortSignal) => Promise<Result>, limit = Infinity) => {
    const left = end - performance.now();
    const timeUp = () =>
      limit < left
        ? new CfwTimeoutError('timeout', limit, origin)
        : new CfwTimeoutError('totalTimeout', totalTimeout, origin, { cause: lastError });
    return withTimeout(work, Math.min(limit, left), timeUp, outer);
  };

  try {
    const target = typeof url === 'string' ? url : await inTime(url);
    for (let attempt = 1; ; attempt++) {
      const start = { attempt, method: 'GET', url: target };
      try {
        return await inTime((signal) => attemptOnce(start, signal, options), timeout);
      } catch (error) {
        const delay = delayBefore(attempt, error);
        if (outer?.aborted || attempt > retries || delay === undefined) throw error;
        lastError = error;
        options.onRetry?.({ ...start, error: error as CfwError, delay });
        await inTime((signal) => pause(delay, signal));
      }
    }
  } catch (error) {
    if (outer?.aborted && error === outer.reason) throw new CfwAbortError(error);
    throw error;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
