/** `Date` of an answer, in milliseconds since 1970 UTC; NaN when it has none. */
export function serverTime(headers: Headers): number {
  return Date.parse(headers.get('Date') ?? '');
}
