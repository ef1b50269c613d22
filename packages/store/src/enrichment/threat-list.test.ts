import { describe, expect, it } from 'vitest';
import { parseThreatList } from './threat-list.ts';
import { compileThreats } from './threats.ts';

/** Which of some addresses and hosts a list flags. */
function flagged(text: string, asked: readonly string[]): string[] {
  const threats = compileThreats([{ name: 'list', ...parseThreatList(text) }]);
  return asked.filter((one) =>
    /^[\d.]+$|:/.test(one) ? threats.risk(one) !== undefined : threats.riskHost(one) !== undefined,
  );
}

const reasons = (text: string) =>
  parseThreatList(text).badLines.map(({ line, reason }) => `${line}: ${reason}`);

describe('a threat list', () => {
  it('is addresses and networks, such as a FireHOL netset', () => {
    const text = '#\n# firehol_level1\n#\n192.0.2.0/24\n198.51.100.7\n2001:db8:1::/48\n';
    expect(parseThreatList(text)).toMatchObject({ bad: 0, hosts: [] });
    expect(
      flagged(text, [
        '192.0.1.255',
        '192.0.2.0',
        '192.0.2.255',
        '192.0.3.0',
        '198.51.100.6',
        '198.51.100.7',
        '198.51.100.8',
        '2001:db8:0:ffff::',
        '2001:db8:1::',
        '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
        '2001:db8:2::',
      ]),
    ).toEqual([
      '192.0.2.0',
      '192.0.2.255',
      '198.51.100.7',
      '2001:db8:1::',
      '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
    ]);
  });

  it('is Spamhaus DROP as text', () => {
    const text = '; Spamhaus DROP List 2026/11/22\n192.0.2.0/24 ; SBL1\n2001:db8::/32 ; SBL2\n';
    expect(parseThreatList(text).bad).toBe(0);
    expect(flagged(text, ['192.0.2.9', '2001:db8::1', '192.0.3.1'])).toEqual([
      '192.0.2.9',
      '2001:db8::1',
    ]);
  });

  it('is Spamhaus DROP as JSON lines', () => {
    const text =
      '{"cidr":"192.0.2.0/24","sblid":"SBL1","rir":"apnic"}\n{"cidr":"2001:db8::/32"}\n' +
      '{"type":"metadata","timestamp":1,"size":2,"records":2}\n';
    expect(parseThreatList(text).bad).toBe(0);
    expect(flagged(text, ['192.0.2.9', '2001:db8::1'])).toHaveLength(2);
    expect(reasons('{"cidr":1}\n{"cidr"')).toEqual([
      '1: a JSON object without "cidr"',
      expect.stringMatching(/^2: not JSON: /),
    ]);
  });

  it('is a hosts file, whose names of the machine itself are passed over', () => {
    const text =
      '127.0.0.1 localhost localhost.localdomain\n::1 ip6-localhost\nfe80::1%lo0 localhost\n' +
      '255.255.255.255 broadcasthost\n0.0.0.0 0.0.0.0\n' +
      '0.0.0.0 bad.example worse.example # two\n127.0.0.1\tads.example\n';
    expect(parseThreatList(text)).toMatchObject({
      bad: 0,
      ipv4: [],
      ipv6: [],
      hosts: ['bad.example', 'worse.example', 'ads.example'],
    });
  });

  it('is hosts, in any case, with a dot at the end, or with the wildcard of their subdomains', () => {
    const text = '\uFEFFBad.Example.\r\n*.wild.example\r\n.dotted.example\r\nBÜCHER.example\r\n';
    expect(parseThreatList(text)).toMatchObject({
      bad: 0,
      hosts: ['bad.example', 'wild.example', 'dotted.example', 'xn--bcher-kva.example'],
    });
  });

  it('takes an address whatever it is written like, and a network by any address in it', () => {
    const text = '::ffff:192.0.2.1\n::ffff:198.51.100.0/120\n2001:DB8::7/32\n203.0.113.77/24\n';
    expect(
      flagged(text, ['192.0.2.1', '198.51.100.255', '2001:db8:ffff::', '203.0.113.1', '192.0.2.2']),
    ).toEqual(['192.0.2.1', '198.51.100.255', '2001:db8:ffff::', '203.0.113.1']);
  });

  it.each([
    ['0.0.0.0/0', 'every address'],
    ['::/0', 'every address'],
    ['192.0.2.0/33', 'prefix length from 0 to 32'],
    ['192.0.2.0/', 'prefix length'],
    ['2001:db8::/129', 'prefix length from 0 to 128'],
    ['192.0.2.0/24/8', 'prefix length'],
    ['300.1.1.1', 'neither an address, a network nor a host'],
    ['010.0.0.1', 'neither an address, a network nor a host'],
    ['https://bad.example/path', 'is a URL'],
    ['bad.example:8080', 'has a port'],
    ['192.0.2.1:80', 'has a port'],
    ['[2001:db8::1]:80', 'has a port'],
    ['bad.*.example', 'has a wildcard within'],
    ['example', 'top-level domain'],
    ['192.0.2.1 bad.example', 'gives a host an address'],
    ['two words', 'more than one word'],
    ['<html>', 'neither'],
    ['-bad.example', 'neither'],
  ])('does not take %s, and says why', (entry, why) => {
    const list = parseThreatList(`192.0.2.1\n${entry}\n`);
    expect([list.bad, list.ipv4.length, list.ipv6, list.hosts]).toEqual([1, 1, [], []]);
    expect(list.badLines).toEqual([{ line: 2, reason: expect.stringContaining(why) }]);
  });

  it('tells 100 bad lines in full and counts them all', () => {
    const list = parseThreatList('?\n'.repeat(250));
    expect([list.bad, list.badLines.length]).toEqual([250, 100]);
  });
});
