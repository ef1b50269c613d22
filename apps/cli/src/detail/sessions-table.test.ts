import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type Sessions, sessionsTable } from './sessions-table.ts';

const record: Sessions = {
  src_ip: '10.0.0.5',
  dst_ip: '198.51.100.7',
  dst_port: '443',
  protocol: 'TCP',
  app: 'HTTPS',
  dst_host: 'www.acme.example',
  dst_region_name: '中国大陆',
  src_device_name: 'web-1',
  sessions: 1234,
  bytes: 2n ** 64n,
  request_byte: 1500,
  response_byte: 2n ** 64n - 1500n,
  end_time: Date.UTC(2026, 10, 22, 8, 31),
};
const now = Date.UTC(2026, 10, 22, 9);
const shown = (width: number, records: Sessions[] = [record], item: 'app' | 'src_ip' = 'app') =>
  sessionsTable(records, { item, width, now }).lines;

describe('the top sessions of a group', () => {
  it('have the more columns the more room there is', () => {
    expect(shown(70)).toEqual([
      '#  src_ip    dst_ip        port     dst_host         sessions    bytes',
      '1  10.0.0.5  198.51.100.7  443 TCP  www.acme.examp…     1,234  18.4 EB',
    ]);
    expect(shown(Infinity)).toEqual([
      '#  src_ip    src_asset  dst_ip        dst_region  port     dst_host          sessions    bytes  request  response  last seen',
      '1  10.0.0.5  web-1      198.51.100.7  中国大陆    443 TCP  www.acme.example     1,234  18.4 EB   1.5 kB   18.4 EB  11-22 16:31',
    ]);
  });

  it('say which columns there is no room for', () => {
    const { hidden } = sessionsTable([record], { item: 'app', width: 70, now });
    expect(hidden).toEqual(['src_asset', 'dst_region', 'request', 'response', 'last seen']);
    expect(sessionsTable([record], { item: 'app', width: Infinity, now }).hidden).toEqual([]);
  });

  it('leave out what none of them has, and what the group says itself', () => {
    const ping = { ...record, app: null, dst_port: null, protocol: 'ICMP' } as never as Sessions;
    const titles = shown(Infinity, [ping, { ...ping, protocol: null } as never], 'src_ip');
    expect(titles.map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^#  src_asset  dst_ip +dst_region  port  dst_host/),
      expect.stringMatching(/  ICMP  www/),
      expect.stringMatching(/  -     www/),
    ]);
  });

  it.each([80, 120, 200])('fit %d columns, whatever they hold', (width) => {
    const escaped: Sessions = { ...record, app: `E${'\u001b[31m\u0007'.repeat(2)}` };
    for (const line of shown(width, [escaped], 'src_ip')) {
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
    const long: Sessions = {
      ...record,
      src_ip: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff',
      dst_ip: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001',
      app: `an-application-with-a-name-that-goes-on-and-on${'\u001b[31m'.repeat(9)}`,
      dst_host: '例子例子例子例子例子例子例子例子例子例子例子例子例子例子例子.example',
      src_device_name: 'x'.repeat(300),
    };
    for (const records of [[long], [record, long], Array.from({ length: 50 }, () => long)]) {
      const widths = shown(width, records, 'src_ip').map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    }
  });
});
