import { expect, it } from 'vitest';
import { bytes, count, exactBytes } from './quantity.ts';

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
  [4e18, '4,000 PB'],
])('%d bytes read as %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

it('exact bytes are grouped', () => {
  expect(exactBytes(1)).toBe('1 byte');
  expect(exactBytes(9_007_199_254_740_991)).toBe('9,007,199,254,740,991 bytes');
});

it('counts are grouped', () => {
  expect(count(1_234_567)).toBe('1,234,567');
});
