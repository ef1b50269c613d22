import { describe, expect, it } from 'vitest';
import { counted, formatBytes, formatMilliseconds, formatSeconds, formatTime } from './quantity.ts';

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
