import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuTimeOf } from '../test/cpu-time.ts';
import { parseExactly } from './exact-json.ts';

const asBigInt = (_: string, digits: string) => BigInt(digits);

const text = fc.string({ unit: fc.constantFrom(...'abc"\\,:{}[]0123456789-.e ') });

it.each([
  ['a text that does not end', `{"a":1234567890123456789,"b":"${'\\"'.repeat(500_000)}`],
  ['a text of escapes', `{"a":1234567890123456789,"b":"${'\\"'.repeat(2_000_000)}"}`],
  ['a long text', `{"a":1234567890123456789,"b":"${'x'.repeat(16_000_000)}"}`],
])('takes no longer than its length for %s', async (_, json) => {
  const time = await cpuTimeOf(() => {
    try {
      expect(parseExactly(json, asBigInt)).toHaveProperty('a', 1234567890123456789n);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
  });
  // The square of its length takes minutes.
  expect(time).toBeLessThan(10_000);
});

it.each(['{"a":01234567890123456789}', '{"a":-01234567890123456789}'])(
  'refuses what JSON does not allow: %s',
  (json) => {
    expect(() => parseExactly(json, asBigInt)).toThrow(SyntaxError);
  },
);

it('finds a long integer wherever it stands, and leaves every text alone', () => {
  fc.assert(
    fc.property(text, fc.bigInt(2n ** 53n, 2n ** 63n - 1n), text, (before, number, after) => {
      const json = `{${JSON.stringify(`k${before}`)}:${number},"after":${JSON.stringify(after)}}`;
      expect(parseExactly(json, asBigInt)).toEqual({ [`k${before}`]: number, after });
      const refuse = (field: string, digits: string) => {
        throw new Error(`${field} is ${digits}`);
      };
      expect(() => parseExactly(json, refuse)).toThrow(`k${before} is ${number}`);
    }),
    { numRuns: 2000 },
  );
});
