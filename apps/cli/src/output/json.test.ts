import { expect, it } from 'vitest';
import { jsonText } from './json.ts';

it('JSON has every digit of an integer that a number would round', () => {
  expect(jsonText({ value: 9_007_199_254_740_993n, text: '1', list: [0.5] })).toBe(
    '{\n  "value": 9007199254740993,\n  "text": "1",\n  "list": [\n    0.5\n  ]\n}',
  );
});
