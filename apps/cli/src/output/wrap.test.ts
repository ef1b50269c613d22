import { expect, it } from 'vitest';
import { wrapTo } from './wrap.ts';

it('a text is broken at its spaces, and goes on below its beginning', () => {
  expect(wrapTo('lines  12 flows and 3 others', 16, ' '.repeat(7))).toEqual([
    'lines  12 flows',
    '       and 3',
    '       others',
  ]);
  expect(wrapTo('a'.repeat(20), 10)).toEqual(['a'.repeat(20)]);
  expect(wrapTo('as it is', Infinity)).toEqual(['as it is']);
});
