import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactJson } from './exact-json.ts';

it('keeps integers beyond 2^53', () => {
  expect(exactJson({ bytes: 2n ** 53n + 1n, list: [1, 'a'], none: undefined, empty: [] })).toBe(
    '{\n  "bytes": 9007199254740993,\n  "list": [\n    1,\n    "a"\n  ],\n  "empty": []\n}',
  );
});

it('is what JSON.stringify makes of all other data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(exactJson(value)).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});
