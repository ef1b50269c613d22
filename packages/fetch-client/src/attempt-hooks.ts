import type { CfwError } from './errors.ts';

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

/** Who is told of attempts. */
export interface AttemptHooks {
  /** Told before every attempt. */
  onRequest?: ((attempt: AttemptStart) => void) | undefined;
  /** Told after every answer. */
  onResponse?: ((attempt: AttemptEnd) => void) | undefined;
  /** Told before another attempt is waited for. */
  onRetry?: ((attempt: AttemptRetry) => void) | undefined;
}
