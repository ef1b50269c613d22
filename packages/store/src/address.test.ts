import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, privateAddress } from './address.ts';

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8::A', '2001:db8::a'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1::', '1::'],
    ['::1', '::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
    ['::192.0.2.1', '::c000:201'],
  ])('%s is written %s', (written, canonical) => {
    expect(canonicalAddress(written)).toBe(canonical);
  });

  it.each([
    '',
    'abc',
    '192.0.2',
    '192.0.2.256',
    '192.0.02.1',
    '1::2::3',
    '::1%eth0',
    '12345::',
    '[::1]',
    ' ::1',
    '192.0.2.1/32',
  ])('is not %o', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  it('of IPv6 is written as browsers write it', () => {
    fc.assert(
      fc.property(fc.ipV6(), (written) => {
        const canonical = canonicalAddress(written)!;
        if (canonical.includes('.')) return;
        expect(`[${canonical}]`).toBe(new URL(`http://[${written}]/`).hostname);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['10.255.0.1', true],
    ['9.255.255.255', false],
    ['11.0.0.0', false],
    ['172.16.0.0', true],
    ['172.31.255.255', true],
    ['172.15.0.0', false],
    ['172.32.0.0', false],
    ['100.64.0.0', true],
    ['100.127.255.255', true],
    ['100.63.255.255', false],
    ['100.128.0.0', false],
    ['192.168.1.1', true],
    ['192.169.1.1', false],
    ['169.254.3.4', true],
    ['127.0.0.53', true],
    ['110.0.0.1', false],
    ['::1', true],
    ['::', false],
    ['::1:1', false],
    ['fc00::', true],
    ['fdab::1', true],
    ['fe00::', false],
    ['fe80::1', true],
    ['febf::1', true],
    ['fec0::', false],
    ['fc::1', false],
  ])('%s is private: %s', (address, isPrivate) => {
    expect(privateAddress.test(address)).toBe(isPrivate);
  });
});
