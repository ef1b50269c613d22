import { describe, expect, it } from 'vitest';
import {
  counted,
  formatBytes,
  formatMilliseconds,
  formatRate,
  formatSeconds,
  formatSpan,
  formatTime,
} from './quantity.ts';

describe('quantities', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1434, '1.4 kB'],
    [99_949, '99.9 kB'],
    [99_951, '100 kB'],
    [999_499, '999 kB'],
    [999_501, '1.0 MB'],
    [2 ** 63, '9.2 EB'],
    [1e25, '10000 ZB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('bytes beyond 2^53 are no error', () => {
    expect(formatBytes(2n ** 64n)).toBe('18.4 EB');
  });

  it.each([
    [0, '0 bit/s'],
    [0.04, '<0.1 bit/s'],
    [66.5, '66.5 bit/s'],
    [999.6, '1.0 kbit/s'],
    [12_020_464, '12.0 Mbit/s'],
    [120e9, '120 Gbit/s'],
  ])('a rate of %d is %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it.each([
    [30_000, '30.0 s'],
    [60_000, '1 min'],
    [7_500_000, '2 h 5 min'],
    [12 * 3_600_000, '12 h'],
    [90_000_000, '1 d 1 h'],
  ])('a span of %d ms is %s', (span, text) => {
    expect(formatSpan(span)).toBe(text);
  });

  it('counts one thing in the singular', () => {
    expect([counted(1, 'flow'), counted(1234, 'flow')]).toEqual(['1 flow', '1,234 flows']);
  });

  it('formats seconds and minutes', () => {
    expect([formatSeconds(0.42), formatSeconds(59.97), formatSeconds(200)]).toEqual([
      '0.4 s',
      '1 min 0 s',
      '3 min 20 s',
    ]);
  });

  it('formats local time', () => {
    // The tests run in the time of Shanghai, UTC+8.
    expect(formatTime(Date.UTC(2024, 11, 31, 20, 5))).toBe('2025-01-01 04:05');
    expect(formatMilliseconds(Date.UTC(2024, 11, 31, 20, 5))).toBe('2025-01-01 04:05');
    expect(formatMilliseconds(Date.UTC(2024, 11, 31, 20, 5, 7, 30))).toBe(
      '2025-01-01 04:05:07.030',
    );
  });
});
