import { serverTime } from '../server-time.ts';

/**
 * When something ends by this machine's clock, in milliseconds since 1970 UTC. The `Date` of the
 * answer says what time the server has, so that a clock that is off here shortens and lengthens
 * nothing; without one, as in browsers, the clocks are taken to agree.
 *
 * @param expiresAt - time of the end by the server's clock, such as `2020-01-04T09:05:22.701000Z`
 * @param headers - headers of the answer that told it
 * @param now - this machine's time, in milliseconds since 1970 UTC
 * @returns nothing when `expiresAt` is no such time
 */
export function expiryOf(expiresAt: unknown, headers: Headers, now: number): number | undefined {
  if (typeof expiresAt !== 'string') return undefined;
  // Whole seconds are enough, and not every engine reads six digits of fraction.
  const [, seconds] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(expiresAt) ?? [];
  const end = Date.parse(`${seconds}Z`);
  if (Number.isNaN(end)) return undefined;
  const server = serverTime(headers);
  return Number.isNaN(server) ? end : now + (end - server);
}
