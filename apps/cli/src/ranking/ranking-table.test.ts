import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { readRanking } from './ranking.ts';
import { rankingTable } from './ranking-table.ts';

describe('a ranking', () => {
  const record = {
    item: '203.0.113.50',
    sessions: 14_339,
    request_byte: 1_200_000_000,
    response_byte: 22_900_000_000,
    last_time: Date.UTC(2026, 10, 22, 8, 31),
    apps: [
      { key: 'HTTPS', value: 7_824 },
      { key: 'DNS', value: 3_120 },
      { key: 'QUIC', value: 600 },
    ],
  };
  const now = Date.UTC(2026, 10, 22, 9);
  const table = (changes: object, width: number) =>
    rankingTable(readRanking({ records: [{ ...record, ...changes }], total: 1 }), {
      item: 'dst_ip',
      width,
      now,
    });
  const shown = (changes: object, width: number) => table(changes, width).lines;

  it('shows the sessions of each application where there is room', () => {
    expect(shown({}, 120)).toEqual([
      '#  dst_ip        sessions  request  response  last seen    apps',
      '1  203.0.113.50    14,339   1.2 GB   22.9 GB  11-22 16:31  HTTPS 7,824, DNS 3,120, QUIC 600',
    ]);
  });

  it('shows the names of some applications where there is less, and never half a number', () => {
    expect(shown({}, 80)[1]).toMatch(/HTTPS, DNS, QUIC$/);
    expect(shown({}, 70)[1]).toMatch(/HTTPS, …$/);
    expect(shown({}, 60)[1]).toMatch(/11-22 16:31$/);
  });

  it('says which columns there is no room for', () => {
    expect(table({ device_name: 'web-1' }, 120).hidden).toEqual([]);
    expect(table({ device_name: 'web-1' }, 70).hidden).toEqual(['apps']);
    expect(table({ device_name: 'web-1' }, 60).hidden).toEqual(['about', 'apps']);
    expect(table({ apps: [] }, 60).hidden).toEqual([]);
  });

  it.each([40, 50, 60])('fits %d columns, without those at its right', (width) => {
    const { lines, hidden } = table({ item: 'www.acme.example' }, width);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    expect(hidden.at(-1)).toBe('apps');
    expect(hidden).not.toContain('sessions');
  });

  it('shows the year of other years', () => {
    expect(shown({ last_time: Date.UTC(2024, 3, 29) }, 80)[1]).toMatch('2024-04-29 08:00');
  });

  it.each([
    'a-host-with-a-name-that-goes-on-and-on-and-on.subdomain.of.a.long.name.example',
    '中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆',
    '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff',
  ])('fits 80 columns with the item %s', (item) => {
    const widths = shown({ item }, 80).map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});
