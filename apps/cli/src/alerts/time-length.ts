/** A length of time as people write it. */
export interface TimeLength {
  /** Such as `5m`. */
  text: string;
  milliseconds: number;
}

const MINUTE = 60_000;
const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE,
  h: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  w: 7 * 24 * 60 * MINUTE,
};

/** A length of time such as `30s`, `5m`, `1h`, `7d` or `2w`; undefined when it is none. */
export function readTimeLength(text: string): TimeLength | undefined {
  const [, count, unit] = /^([1-9]\d{0,5})([smhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return { text, milliseconds: Number(count) * units[unit]! };
}
