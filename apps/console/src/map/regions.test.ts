import { describe, expect, it } from 'vitest';
import type { FlowGroup } from '@cfw-flow/fetch-client';
import { placeRegions, rankRegions } from './regions.ts';
import { shareClass } from './share-class.ts';
import { countryOnMap } from './world.ts';

const group = (
  item: string,
  sessions: number,
  bytes: number | bigint = 0,
): FlowGroup<'bigint'> => ({
  item,
  sessions,
  request_byte: bytes,
  response_byte: 1,
  last_time: 0,
});

describe('regions', () => {
  it('are ranked by sessions, or exactly by bytes beyond 2^53', () => {
    const groups = [
      group('Germany', 30, 2n ** 53n),
      group('Singapore', 10, 2n ** 53n + 1n),
      group('France', 60, 5),
    ];
    const names = (order: 'record' | 'byte') =>
      rankRegions(groups, undefined, order).map(({ name }) => name);
    expect(names('record')).toEqual(['France', 'Germany', 'Singapore']);
    expect(names('byte')).toEqual(['Singapore', 'Germany', 'France']);
    expect(rankRegions(groups, undefined, 'record').map(({ share }) => share)).toEqual([
      0.6, 0.3, 0.1,
    ]);
  });

  it('are held against the window before, where one that is new had none', () => {
    const now = [group('Germany', 3), group('France', 2)];
    expect(rankRegions(now, [group('Germany', 9)], 'record').map(({ before }) => before)).toEqual([
      9, 0,
    ]);
    expect(rankRegions(now, undefined, 'record').map(({ before }) => before)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('are on the map, several names of a country together, or listed beside it', () => {
    const groups = ['Chinese Mainland', '中国', 'Singapore', 'Hong Kong (China)', '内网', 'Europe'];
    const { placed, unplaced } = placeRegions(
      rankRegions(
        groups.map((name) => group(name, 1)),
        undefined,
        'record',
      ),
      countryOnMap,
    );
    const namesOf = (code: string) => placed.get(code)?.map(({ name }) => name);
    expect([...placed.keys()]).toEqual(['CN', 'SG', 'HK']);
    expect(namesOf('CN')).toEqual(['Chinese Mainland', '中国']);
    expect(unplaced.map(({ name }) => name)).toEqual(['内网', 'Europe']);
  });

  it('are the darker the greater their share', () => {
    expect([0, 0.0009, 0.001, 0.03, 0.05, 0.2, 1].map(shareClass)).toEqual([0, 0, 1, 2, 3, 4, 4]);
  });
});
