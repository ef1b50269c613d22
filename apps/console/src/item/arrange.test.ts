import { describe, expect, it } from 'vitest';
import type { Sort } from '../view/sort.ts';
import type { SortColumn } from '../view/view.ts';
import { arrange } from './arrange.ts';
import type { RankedGroup } from './ranking.ts';

let rank = 0;
const group = (item: string, sessions: number, more: Partial<RankedGroup['group']> = {}) => ({
  rank: ++rank,
  item,
  bytes: sessions * 10,
  group: { item, sessions, request_byte: 1, response_byte: 2, last_time: sessions, ...more },
  before: undefined,
});
const unknown: RankedGroup = {
  rank: 9,
  item: '10.0.0.2',
  bytes: 25,
  group: undefined,
  before: undefined,
};
const groups: RankedGroup[] = [
  group('10.0.0.10', 3, { region: 'Brazil', tags: 'Payments' }),
  unknown,
  group('10.0.0.9', 2, { device_name: 'brahms' }),
  group('443', 1, { protocol: 'TCP' }),
];
const items = (found: readonly RankedGroup[]) => found.map(({ item }) => item);
const sorted = (column: SortColumn, descending = false, some = groups) =>
  items(arrange(some, { filter: undefined, sort: { column, descending }, measure: 'sessions' }));
const found = (filter: string, sort?: Sort<SortColumn>) =>
  items(arrange(groups, { filter, sort, measure: 'sessions' }));

describe('groups are sorted', () => {
  it('as they are ranked, unless somebody wants another order', () => {
    const arranged = arrange(groups, { filter: undefined, sort: undefined, measure: 'sessions' });
    expect(items(arranged)).toEqual(items(groups));
  });

  it('by numbers within texts as by numbers', () => {
    expect(sorted('item')).toEqual(['10.0.0.2', '10.0.0.9', '10.0.0.10', '443']);
    expect(sorted('item', true)).toEqual(['443', '10.0.0.10', '10.0.0.9', '10.0.0.2']);
  });

  it('with unknown values last, either way', () => {
    expect(sorted('sessions')).toEqual(['443', '10.0.0.9', '10.0.0.10', '10.0.0.2']);
    expect(sorted('sessions', true)).toEqual(['10.0.0.10', '10.0.0.9', '443', '10.0.0.2']);
    expect(sorted('last_time', true).at(-1)).toBe('10.0.0.2');
  });

  it('by what is known of all', () => {
    expect(sorted('bytes', true)).toEqual(['10.0.0.10', '10.0.0.2', '10.0.0.9', '443']);
  });

  it('by their change, with new ones before all that grew', () => {
    const was = (sessions: number) => group('', sessions).group;
    const changed: RankedGroup[] = [
      { ...group('halved', 5), before: was(10) },
      group('unknown', 9),
      { ...group('new', 1), before: 'new' },
      { ...group('doubled', 8), before: was(4) },
      { ...group('from nothing', 8), before: was(0) },
    ];
    const expected = ['new', 'from nothing', 'doubled', 'halved', 'unknown'];
    expect(sorted('change', true, changed)).toEqual(expected);
  });
});

describe('groups are found', () => {
  it('by a part of their name, region, protocol, asset or list, whatever the case', () => {
    expect(found('10.0.0.1')).toEqual(['10.0.0.10']);
    expect(found('BRA')).toEqual(['10.0.0.10', '10.0.0.9']);
    expect(found('tcp')).toEqual(['443']);
    expect(found('payments')).toEqual(['10.0.0.10']);
    expect(found('nowhere')).toEqual([]);
  });

  it('and sorted then', () => {
    expect(found('10.', { column: 'item', descending: true })).toEqual([
      '10.0.0.10',
      '10.0.0.9',
      '10.0.0.2',
    ]);
  });
});
