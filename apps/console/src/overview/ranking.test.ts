import { expect, it } from 'vitest';
import { rank } from './ranking.ts';

const now = [
  { key: 'a', value: 9 },
  { key: 'b', value: 2n ** 60n },
];
const before = [
  { key: 'c', value: 7 },
  { key: 'a', value: 3 },
];

it('a group has its value of the window before, or is new; those that ended are gone', () => {
  expect(rank({ now, before, depth: 10 })).toEqual({
    groups: [
      { key: 'a', value: 9, before: 3 },
      { key: 'b', value: 2n ** 60n, before: 'new' },
    ],
    isCompared: true,
    gone: ['c'],
  });
});

it('a group beyond the end of the ranking before may have been there', () => {
  expect(rank({ now, before, depth: 2 })).toEqual({
    groups: [
      { key: 'a', value: 9, before: 3 },
      { key: 'b', value: 2n ** 60n, before: undefined },
    ],
    isCompared: true,
    gone: [],
  });
});

it('without a window before nothing is told', () => {
  const { groups, isCompared, gone } = rank({ now, before: undefined, depth: 10 });
  expect(groups.map((group) => group.before)).toEqual([undefined, undefined]);
  expect(isCompared).toBe(false);
  expect(gone).toEqual([]);
});
