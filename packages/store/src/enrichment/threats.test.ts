import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '../address.ts';
import { parseThreatList, parseThreatListInTurns } from './threat-list.ts';
import { compileThreats, compileThreatsInTurns } from './threats.ts';

const compile = (...lists: (readonly [name: string, ...lines: string[]])[]) =>
  compileThreats(lists.map(([name, ...lines]) => ({ name, ...parseThreatList(lines.join('\n')) })));

const octet = fc.constantFrom(0, 1, 2, 127, 128, 254, 255);
const fours = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const group = fc.constantFrom('0', '1', '7fff', '8000', 'ffff', '2001', 'db8');
const sixes = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => canonicalAddress(groups.join(':'))!)
  .filter((address) => address.includes(':'));
const networks = fc.oneof(
  fc.tuple(fours, fc.integer({ min: 1, max: 32 })),
  fc.tuple(sixes, fc.integer({ min: 1, max: 128 })),
);

describe('threat lists', () => {
  it('flag the addresses that their networks hold, overlapping or not, as Node.js finds them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(networks, { maxLength: 12 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof(fours, sixes), { minLength: 1, maxLength: 20 }),
        (lists, asked) => {
          const names = ['one', 'two', 'three'];
          const threats = compile(
            ...lists.map(
              (list, at) =>
                [names[at]!, ...list.map(([address, prefix]) => `${address}/${prefix}`)] as const,
            ),
          );
          // Node.js takes an IPv4 address for the IPv6 one that it is mapped to.
          for (const address of asked) {
            const family = isIPv4(address) ? 'ipv4' : 'ipv6';
            const found = names.filter((_, at) =>
              lists[at]?.some(([network, prefix]) => {
                if (isIPv4(network) !== (family === 'ipv4')) return false;
                const one = new BlockList();
                one.addSubnet(network, prefix, family);
                return one.check(address, family);
              }),
            );
            expect(threats.risk(address)).toBe(found.join(', ') || undefined);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('flag the first and the last addresses there are', () => {
    const { risk } = compile(['ends', '0.0.0.0/8', '255.255.255.255', '::/128', 'ffff::/16']);
    const ends = ['0.0.0.0', '255.255.255.255', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];
    expect(ends.map(risk)).toEqual(ends.map(() => 'ends'));
    expect(['1.0.0.0', '255.255.255.254', '::1', 'fffe::'].map(risk)).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('name all lists that an address or a host is on, in the order given, each once', () => {
    const threats = compile(
      ['drop', '192.0.2.0/24', 'evil.example'],
      ['feodo', '192.0.2.7', '192.0.2.7', '192.0.2.0/28', 'c2.evil.example', 'c2.evil.example'],
      ['drop', '192.0.2.7'],
    );
    expect(threats.risk('192.0.2.7')).toBe('drop, feodo');
    expect(threats.risk('192.0.2.15')).toBe('drop, feodo');
    expect(threats.risk('192.0.2.16')).toBe('drop');
    expect(threats.riskHost('a.c2.evil.example')).toBe('drop, feodo');
    expect(threats.riskHost('evil.example')).toBe('drop');
  });

  it('flag a host and what is below it on the border of a label, in any spelling', () => {
    const { riskHost } = compile(['list', 'evil.example', 'bücher.example']);
    for (const host of [
      'evil.example',
      'EVIL.Example.',
      'www.evil.example',
      'a.b.evil.example',
      'BÜCHER.example',
      'xn--bcher-kva.example',
    ]) {
      expect([host, riskHost(host)]).toEqual([host, 'list']);
    }
    for (const host of [
      'notevil.example',
      'evil.example.org',
      'example',
      '',
      '.',
      'evil-example',
    ]) {
      expect([host, riskHost(host)]).toEqual([host, undefined]);
    }
  });

  it('flag nothing when there are none', () => {
    const { risk, riskHost } = compile();
    expect([risk('192.0.2.1'), risk('::1'), riskHost('a.example')]).toEqual(
      Array(3).fill(undefined),
    );
  });
});

it('threat lists of 100,000 entries are read and compiled while others have their turn', async () => {
  const text = Array.from({ length: 100_000 }, (_, number) => {
    const bytes = [24, 16, 8, 0].map(
      (shift) => (((number * 668_265_263) % 2 ** 32) >>> shift) & 255,
    );
    return number % 4 === 0 ? `host-${number}.bad.example` : bytes.join('.');
  }).join('\n');
  let turns = 0;
  const others = setInterval(() => turns++, 1);
  const list = await parseThreatListInTurns(text);
  const threats = await compileThreatsInTurns([{ name: 'large', ...list }]);
  clearInterval(others);
  expect(turns).toBeGreaterThan(5);
  expect(list).toEqual(parseThreatList(text));
  const first = text.split('\n')[1]!;
  expect([threats.risk(first), threats.risk('127.0.0.1')]).toEqual(['large', undefined]);
  expect(threats.riskHost('www.host-0.bad.example')).toBe('large');
});
