import type { FlowTop } from '@cfw-flow/fetch-client';
import { FlowItem } from '@cfw-flow/types';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { rankedListLines } from './ranked-lists.ts';

const data: FlowTop<'bigint'> = {
  src_ip: [
    { key: '203.0.113.50', value: 15_222_951_031 },
    { key: '203.0.113.51', value: 7_877_589_475 },
    { key: '203.0.113.52', value: 1 },
  ],
  app: [{ key: 'HTTPS', value: 2n ** 64n }],
  dst_region_name: [{ key: 'CN', name: '中国大陆', value: 0 }],
};

function shown(width: number, isTerminal = true, of = data) {
  const items = ['src_ip', 'app', 'dst_region_name', 'protocol'] as const;
  return rankedListLines(of, items, { order: 'byte', width, isTerminal }).map((line) =>
    line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''),
  );
}

describe('ranked lists', () => {
  it('stand beside each other with bars where there is room', () => {
    expect(shown(100)).toEqual([
      '#  src_ip          bytes                  #  app      bytes',
      '1  203.0.113.50  15.2 GB  ████████████    1  HTTPS  18.4 EB  ████████████',
      '2  203.0.113.51   7.9 GB  ██████▎',
      '3  203.0.113.52      1 B  ▏',
      '',
      '#  dst_region_name  bytes    protocol',
      '1  CN (中国大陆)      0 B    none',
    ]);
  });

  it('stand below each other, without bars, where there is no terminal', () => {
    expect(shown(80, false)).toEqual([
      '#  src_ip          bytes',
      '1  203.0.113.50  15.2 GB',
      '2  203.0.113.51   7.9 GB',
      '3  203.0.113.52      1 B',
      '',
      '#  app      bytes',
      '1  HTTPS  18.4 EB',
      '',
      '#  dst_region_name  bytes',
      '1  CN (中国大陆)      0 B',
      '',
      'protocol',
      'none',
    ]);
  });

  it.each([60, 80, 200])('fit %d columns, whatever they hold', (width) => {
    const entries = [
      'x'.repeat(253),
      '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff',
      '例'.repeat(80),
    ].map((key, index) => ({ key, value: 10n ** BigInt(index * 9) }));
    const all = Object.fromEntries(Object.values(FlowItem).map((item) => [item, entries]));
    const widths = shown(width, true, all).map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  });
});
