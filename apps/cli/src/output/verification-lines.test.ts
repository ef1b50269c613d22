import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { SAMPLE_TIME } from '../testing/logs.ts';
import { verificationLines } from './verification-lines.ts';

describe('a verification', () => {
  const difference = {
    rollup: 'daily_pairs_src_ip_src_region_name',
    start: SAMPLE_TIME,
    key: `c598d612-8112-465c-bffd-863d4ce85a50, internet, in2out, src_ip 2001:db8::1, src_region_name ${'中国'.repeat(10)}`,
    rolledUp: 1_234_567,
    counted: 1_234_568,
  };

  it('fits 80 columns and shows the first twenty differences', () => {
    const lines = verificationLines(
      {
        flows: 12_345_678,
        pending: 12_345_678,
        sums: 123_456_789,
        differing: 2345,
        differences: Array.from({ length: 100 }, () => difference),
      },
      80,
    ).map((line) => line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''));
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    expect(lines).toHaveLength(2 + 2 + 3 * 20 + 1);
    expect(lines.slice(4, 7)).toEqual([
      'daily_pairs_src_ip_src_region_name  2024-04-30 03:00  1,234,567  1,234,568',
      '  c598d612-8112-465c-bffd-863d4ce85a50, internet, in2out, src_ip 2001:db8::1,',
      `  src_region_name ${'中国'.repeat(10)}`,
    ]);
    expect(lines.at(-1)).toBe('… and 2,325 more');
  });
});
