import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHost } from './host-name.ts';

describe('a host name', () => {
  it.each([
    ['www.example', 'www.example'],
    ['WWW.Example.', 'www.example'],
    ['www.example..', 'www.example'],
    ['..', ''],
  ])('written %s is kept as %s', (written, kept) => {
    expect(canonicalHost(written)).toBe(kept);
  });

  it('that is kept is found by what it is kept as', () => {
    const names = fc.string({ unit: fc.constantFrom('.', 'a', 'Σ', 'İ', 'ß', 'É') });
    fc.assert(
      fc.property(names, (name) => {
        const kept = canonicalHost(name);
        expect(canonicalHost(kept)).toBe(kept);
      }),
    );
  });
});
