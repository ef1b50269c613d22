const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** What a length of time may be, for messages. */
export const timeLengthForm = 'a number and a unit of ms, s, m, h, d or w';

/**
 * A length of time as people write it, such as `500ms`, `30s`, `5m`, `1.5 h`, `7d` or `2w`; a minute may be
 * `min`, too.
 *
 * @returns milliseconds; undefined when it is none
 */
export function readTimeLength(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?(ms|s|m|min|h|d|w)$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Math.round(Number(count) * units[unit]!);
}
