import type { FlowGroup } from '@cfw-flow/fetch-client';
import { describe, expect, it } from 'vitest';
import { amountBefore, amountOf, measureOf, rankedBy, rankGroups } from './ranking.ts';

const group = (
  item: string,
  sessions: number | bigint,
  request_byte: number | bigint,
  response_byte: number | bigint,
): FlowGroup<'bigint'> => ({ item, sessions, request_byte, response_byte, last_time: 1 });

const busy = group('busy', 9, 10, 10);
const large = group('large', 5, 1, 900);
const sender = group('sender', 3, 500, 1);
const all = { total: 3, records: [busy, large, sender] };
const asked = { size: 3, now: all, before: undefined, top: undefined };
const items = ({ groups }: ReturnType<typeof rankGroups>) => groups.map(({ item }) => item);

describe('a ranking of all groups', () => {
  it.each([
    ['sessions', ['busy', 'large', 'sender']],
    ['bytes', ['large', 'sender', 'busy']],
    ['request_byte', ['sender', 'busy', 'large']],
    ['response_byte', ['large', 'busy', 'sender']],
  ] as const)('is by %s', (measure, expected) => {
    const ranking = rankGroups({ ...asked, measure });
    expect(items(ranking)).toEqual(expected);
    expect(ranking).toMatchObject({ by: measure, among: undefined, total: 3 });
  });

  it('has as many as are wanted, with the ranks that they have among all', () => {
    const ranking = rankGroups({ ...asked, measure: 'bytes', size: 2 });
    expect(ranking.groups.map(({ item, rank }) => [item, rank])).toEqual([
      ['large', 1],
      ['sender', 2],
    ]);
  });

  it('adds bytes beyond 2^53 exactly', () => {
    const records = [group('less', 1, 2n ** 53n, 1), group('more', 1, 2n ** 53n, 2)];
    const ranking = rankGroups({ ...asked, measure: 'bytes', now: { total: 2, records } });
    expect(items(ranking)).toEqual(['more', 'less']);
    expect(ranking.groups[0]?.bytes).toBe(2n ** 53n + 2n);
  });
});

describe('a ranking of more groups than flow-statistic says', () => {
  const now = { total: 9, records: [busy, large] };
  const top = [
    { key: 'quiet', value: 5000 },
    { key: 'large', value: 901 },
  ];

  it('is by the bytes of flow-top, with nothing but these of groups that have few sessions', () => {
    const ranking = rankGroups({ ...asked, measure: 'bytes', now, top });
    expect(ranking).toMatchObject({ by: 'bytes', among: undefined, total: 9 });
    expect(ranking.groups).toEqual([
      { rank: 1, item: 'quiet', bytes: 5000, group: undefined, before: undefined },
      { rank: 2, item: 'large', bytes: 901, group: large, before: undefined },
    ]);
  });

  it('says that requests are of the groups with the most bytes', () => {
    expect(rankGroups({ ...asked, measure: 'request_byte', now, top }).by).toBe('bytes');
  });

  it('says from how many groups it chose where flow-top has no such item', () => {
    const ranking = rankGroups({ ...asked, measure: 'bytes', now });
    expect(items(ranking)).toEqual(['large', 'busy']);
    expect(ranking.among).toBe(2);
  });
});

describe('the window before', () => {
  const before = { total: 2, records: [group('gone', 7, 1, 1), group('large', 4, 10, 20)] };

  it('tells what a group had, which ones are new and which are gone', () => {
    const { groups, gone } = rankGroups({ ...asked, measure: 'sessions', before });
    expect(groups.map((one) => amountBefore(one, 'sessions'))).toEqual(['new', 4, 'new']);
    expect(groups.map((one) => amountBefore(one, 'bytes'))).toEqual(['new', 30n, 'new']);
    expect(gone).toEqual(['gone']);
  });

  it('that is not known is not compared with', () => {
    expect(rankGroups({ ...asked, measure: 'sessions' }).isCompared).toBe(false);
    expect(rankGroups({ ...asked, measure: 'sessions', before }).isCompared).toBe(true);
  });

  it('tells nothing of a group that it may have had further down', () => {
    const { groups } = rankGroups({
      ...asked,
      measure: 'sessions',
      before: { ...before, total: 50 },
    });
    expect(groups.map((one) => amountBefore(one, 'sessions'))).toEqual([undefined, 4, undefined]);
  });

  it('has no groups that are gone for sure while this window has more than are known', () => {
    const now = { total: 9, records: [busy] };
    expect(rankGroups({ ...asked, measure: 'sessions', now, before }).gone).toEqual([]);
  });
});

describe('a measure', () => {
  it('of a group whose record is not known is its bytes alone', () => {
    const unknown = { rank: 1, item: 'a', bytes: 3, group: undefined, before: undefined };
    expect(amountOf(unknown, 'bytes')).toBe(3);
    expect(amountOf(unknown, 'sessions')).toBeUndefined();
  });

  it('is what a view is sorted by, else what it is ranked by', () => {
    expect(measureOf({ order: 'record', sort: undefined })).toBe('sessions');
    expect(measureOf({ order: 'byte', sort: undefined })).toBe('bytes');
    const request = { column: 'request_byte', descending: false } as const;
    expect(measureOf({ order: 'record', sort: request })).toBe('request_byte');
    const change = { column: 'change', descending: true } as const;
    expect(measureOf({ order: 'byte', sort: change })).toBe('bytes');
  });

  it.each(['sessions', 'bytes', 'request_byte', 'response_byte'] as const)(
    'that a view is ranked by is %s',
    (measure) => expect(measureOf(rankedBy(measure))).toBe(measure),
  );
});
