import { expect, it } from 'vitest';
import { lastWindows, parseDuration, writeDuration } from './duration.ts';

it('a duration is written as it is read', () => {
  for (const duration of lastWindows) expect(parseDuration(writeDuration(duration))).toBe(duration);
  expect(['90m', '6h', '30d'].map(parseDuration)).toEqual([5_400_000, 21_600_000, 2_592_000_000]);
});

it.each(['', '0h', '-1h', '1.5h', '6', 'h', '6w', '6H', ' 6h', '999999d'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
