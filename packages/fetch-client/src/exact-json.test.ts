import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InexactIntegerError, parseExactly } from './exact-json.ts';

const text = fc.string({ unit: fc.constantFrom(...'abc"\\,:{}[]0123456789-.e ') });

it('finds a long integer wherever it stands, and leaves every text alone', () => {
  fc.assert(
    fc.property(text, fc.bigInt(2n ** 53n, 2n ** 63n - 1n), text, (before, number, after) => {
      const json = `{${JSON.stringify(`k${before}`)}:${number},"after":${JSON.stringify(after)}}`;
      expect(parseExactly(json, 'bigint')).toEqual({ [`k${before}`]: number, after });
      expect(() => parseExactly(json, 'throw')).toThrow(InexactIntegerError);
    }),
    { numRuns: 2000 },
  );
});
