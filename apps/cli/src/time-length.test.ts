import { expect, it } from 'vitest';
import { readTimeLength } from './time-length.ts';

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1m', 60_000],
  ['2min', 120_000],
  ['1.5 h', 5_400_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
])('a length of time is read from %s', (text, expected) => {
  expect(readTimeLength(text)).toBe(expected);
});

it.each(['', '30', 's', '-1s', '1y', '1M', '1e3s', '0.s', '5m ago'])(
  'no length of time is read from %j',
  (text) => {
    expect(readTimeLength(text)).toBeUndefined();
  },
);
