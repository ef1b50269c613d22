import { tagOf } from './answer.ts';
import type { AttemptHooks } from './attempt-hooks.ts';

/** Where a client tells what it does; `console` is one. Credentials are never among it. */
export interface Logger {
  /** Every attempt and every answer. */
  debug(message: string): void;
  /** Every attempt that failed and is followed by another. */
  warn(message: string): void;
}

/** Tells whether a value has what a logger needs. */
export function isLogger(value: Partial<Logger> | null): boolean {
  return typeof value?.debug === 'function' && typeof value.warn === 'function';
}

/** Hooks that tell a logger in words what they are told, after the hooks that are there. */
export function loggingHooks(logger: Logger, hooks: AttemptHooks): AttemptHooks {
  return {
    onRequest(start) {
      hooks.onRequest?.(start);
      logger.debug(`${start.method} ${start.url} (attempt ${start.attempt})`);
    },
    onResponse(end) {
      hooks.onResponse?.(end);
      const { status, milliseconds, requestId } = end;
      logger.debug(`HTTP ${status} in ${Math.round(milliseconds)} ms${tagOf(requestId)}`);
    },
    onRetry(retry) {
      hooks.onRetry?.(retry);
      logger.warn(`${retry.error.message}. Again in ${Math.round(retry.delay)} ms.`);
    },
  };
}
