import { expect, it } from 'vitest';
import { sumUp } from './sums.ts';

it('sums are exact beyond 2^53', () => {
  const group = { sessions: 1, request_byte: 9_007_199_254_740_991, response_byte: 2n ** 63n };
  expect(sumUp([group, group, { sessions: 3, request_byte: 1, response_byte: 0 }])).toEqual({
    sessions: 5n,
    request_byte: 18_014_398_509_481_983n,
    response_byte: 2n ** 64n,
    bytes: 18_014_398_509_481_983n + 2n ** 64n,
  });
});
