import { randomUUID } from 'node:crypto';

/** Content type of answers. */
export const jsonType = 'application/json; charset=utf-8';

/** A request id: 32 hexadecimal digits, like the gateway's. */
export function newRequestId(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * Headers of every answer: its request id, and that it is for programs and for pages of the same origin.
 * A page of another site can neither show it nor run it nor learn its length.
 */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
