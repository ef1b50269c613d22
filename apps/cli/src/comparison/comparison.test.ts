import { describe, expect, it } from 'vitest';
import { changeOf, compareGroups, type Rankings, sumOf } from './comparison.ts';

/** Rankings by sessions, with ten bytes a session. */
function ranked(sessions: Record<string, number | bigint>): Rankings {
  const entries = Object.entries(sessions);
  return {
    sessions: entries.map(([key, value]) => ({ key, value })),
    bytes: entries.map(([key, value]) => ({ key, value: BigInt(value) * 10n })),
  };
}

describe('the comparison of two windows', () => {
  it('says what is new, gone, up, down and the same, what changed most first', () => {
    const { groups, atMost } = compareGroups(
      ranked({ HTTPS: 9, DNS: 8, SSH: 3, QUIC: 1 }),
      ranked({ HTTP: 12, DNS: 5, HTTPS: 12, SSH: 3 }),
      'sessions',
      1000,
    );
    expect(groups.map(({ key, change }) => [key, change])).toEqual([
      ['HTTP', 'gone'],
      ['DNS', 'up'],
      ['HTTPS', 'down'],
      ['QUIC', 'new'],
      ['SSH', 'same'],
    ]);
    expect(groups[1]!.sessions).toEqual({ now: 8, before: 5, difference: 3, factor: 1.6 });
    expect(groups[0]!.sessions).toEqual({ now: 0, before: 12, difference: -12, factor: 0 });
    expect(groups[3]!.sessions.factor).toBeUndefined();
    expect(atMost.sessions).toEqual({ now: undefined, before: undefined });
  });

  it('calls nothing new or gone that may only have been too small to be ranked', () => {
    const { groups, atMost } = compareGroups(
      ranked({ a: 900, b: 500 }),
      ranked({ c: 70, b: 60 }),
      'sessions',
      2,
    );
    expect(groups.map(({ key, change }) => [key, change])).toEqual([
      ['a', 'entered'],
      ['b', 'up'],
      ['c', 'left'],
    ]);
    expect(groups[0]!.sessions).toEqual({ now: 900 });
    expect(atMost.sessions).toEqual({ now: 500, before: 60 });
  });

  it('knows that a group was there which had nothing of the measure', () => {
    const silent = { sessions: [{ key: 'a', value: 1 }], bytes: [{ key: 'a', value: 0 }] };
    const loud = { sessions: [{ key: 'a', value: 1 }], bytes: [{ key: 'a', value: 5 }] };
    expect(compareGroups(loud, silent, 'bytes', 1000).groups[0]!.change).toBe('up');
    expect(compareGroups(silent, loud, 'bytes', 1000).groups[0]!.change).toBe('down');
  });

  it('is exact beyond 2^53', () => {
    const most = 2n ** 62n;
    expect(changeOf(most + 1n, 3).difference).toBe(most - 2n);
    expect(changeOf(most + 1n, most).difference).toBe(1);
    expect(sumOf(ranked({ a: most, b: 1 }).sessions)).toBe(most + 1n);
    const { groups } = compareGroups(ranked({ a: most }), ranked({ a: most - 1n }), 'bytes', 1000);
    expect(groups[0]!.sessions.difference).toBe(1);
    expect(groups[0]!.change).toBe('up');
  });
});
