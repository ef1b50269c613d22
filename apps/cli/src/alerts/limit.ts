import type { Amount } from '../amount.ts';
import type { Measure } from '../measure.ts';

/** So many sessions or bytes. */
export interface Limit {
  measure: Measure;
  value: Amount;
}

const sizes = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** What {@link readLimit} takes, for messages. */
export const limitForm = 'sessions or bytes, such as 500 sessions, 10 MB or 5 GB';

/** A limit as people write it, such as `500 sessions` or `5 GB`; undefined when it is none. */
export function readLimit(text: string): Limit | undefined {
  const [, count, unit] = /^(\d{1,15}(?:\.\d+)?) ?([A-Za-z]+)$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  if (unit === 'session' || unit === 'sessions') {
    return count.includes('.') ? undefined : { measure: 'sessions', value: Number(count) };
  }
  const size = Object.entries(sizes).find(([name]) => name === unit)?.[1];
  return size === undefined
    ? undefined
    : { measure: 'bytes', value: Math.round(Number(count) * size) };
}
