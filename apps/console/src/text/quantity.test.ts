import { expect, it } from 'vitest';
import {
  age,
  bitsPerSecond,
  bytes,
  change,
  count,
  percent,
  roughDuration,
  shortCount,
} from './quantity.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [5357, '5.36 kB'],
  [10_000, '10.0 kB'],
  [123_456, '123 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [1_500_000_000, '1.50 GB'],
  [Number.MAX_SAFE_INTEGER, '9.01 PB'],
  [2n ** 63n, '9.22 EB'],
  [4e24, '4,000 ZB'],
])('%d bytes read as %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

it('counts are grouped', () => {
  expect(count(1_234_567)).toBe('1,234,567');
  expect(count(2n ** 63n)).toBe('9,223,372,036,854,775,808');
});

it('numbers in little room have three digits that count', () => {
  expect([0, 7, 999, 1000, 17_345, 9_999_999].map(shortCount)).toEqual([
    '0',
    '7',
    '999',
    '1.00k',
    '17.3k',
    '10.0M',
  ]);
});

it('rates are bits per second', () => {
  expect(bitsPerSecond(0)).toBe('0 bit/s');
  expect(bitsPerSecond(7_500_000)).toBe('7.50 Mbit/s');
});

it.each([
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.045, '4.5 %'],
  [0.41, '41 %'],
  [1, '100 %'],
])('a share of %d reads as %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

it('a share of nothing is nothing', () => {
  expect(percent(0, 0n)).toBe('0 %');
  expect(percent(2n ** 60n, 2n ** 61n)).toBe('50 %');
});

it.each([
  [112, 100, '+12 %'],
  [97, 100, '−3 %'],
  [100, 100, '±0 %'],
  [0, 0, '±0 %'],
  [0, 100, '−100 %'],
  [420, 100, '×4.2'],
  [2n ** 64n, 2n ** 60n, '×16'],
  [1_000_000, 3, '> ×999'],
  [5, 0, undefined],
])('a value of %d that was %d before changed by %s', (now, before, text) => {
  expect(change(now, before)).toBe(text);
});

it.each([
  [0, '0s ago'],
  [1999, '1s ago'],
  [119_999, '119s ago'],
  [120_000, '2m ago'],
  [7_200_000, '2h ago'],
])('what was %d ms ago is %s old', (time, text) => {
  expect(age(time)).toBe(text);
});

it.each([
  [31_000, '31 seconds'],
  [5_400_000, '90 minutes'],
  [3 * 86_400_000 - 4000, '3 days'],
])('%d ms are about %s', (time, text) => {
  expect(roughDuration(time)).toBe(text);
});
