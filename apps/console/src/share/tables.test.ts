import { expect, it } from 'vitest';
import { session } from '../../test/session.ts';
import type { RankedGroup } from '../item/ranking.ts';
import { rankingTable, tableOf } from './tables.ts';

const question = { projectId: 'a16df7cf1d094befa6bbc72cbf51e93a', query: {} };

it('a ranking is a table of its groups, with nested lists in one cell and times in UTC', () => {
  const records = [
    { item: '443', sessions: 2n ** 60n, last_time: 0, apps: [{ key: 'HTTPS', value: 2 }] },
    { item: '53', sessions: 1, last_time: 1000, protocol: 'UDP' },
  ];
  const answer = { records, total: 2 };
  expect(tableOf({ ...question, operation: 'flow-statistic', answer }, {})).toEqual({
    columns: ['item', 'sessions', 'last_time', 'apps', 'protocol'],
    rows: [
      ['443', 2n ** 60n, '1970-01-01T00:00:00.000Z', 'HTTPS (2)', undefined],
      ['53', 1, '1970-01-01T00:00:01.000Z', undefined, 'UDP'],
    ],
  });
});

it('rankings of several items are one table', () => {
  const answer = { app: [{ key: 'DNS', value: 3 }], dst_port: [{ key: '53', value: 3 }] };
  expect(tableOf({ ...question, operation: 'flow-top', answer }, {})).toEqual({
    columns: ['item', 'rank', 'key', 'value'],
    rows: [
      ['app', 1, 'DNS', 3],
      ['dst_port', 1, '53', 3],
    ],
  });
});

it('sessions are in the order of the view', () => {
  const records = [session({ dst_port: '443' }), session({ dst_port: '80' })];
  const { columns, rows } = tableOf(
    { ...question, operation: 'flow-detail', answer: { records } },
    { session_sort: { column: 'dst_port', descending: false } },
  );
  expect(rows.map((row) => row[columns.indexOf('dst_port')])).toEqual(['80', '443']);
});

it('a ranking has its groups in their order, with what they had before, and bytes alone where these are all', () => {
  const group = { item: '443', sessions: 7, request_byte: 1, response_byte: 2, last_time: 0 };
  const groups = [
    { rank: 2, item: '443', bytes: 3, group, before: { ...group, sessions: 5 } },
    { rank: 1, item: '53', bytes: 9, group: undefined, before: 'new' },
  ] as RankedGroup[];
  expect(rankingTable(groups, 'sessions')).toEqual({
    columns: [
      'rank',
      'item',
      'bytes',
      'sessions',
      'request_byte',
      'response_byte',
      'last_time',
      'sessions_before',
    ],
    rows: [
      [2, '443', 3, 7, 1, 2, '1970-01-01T00:00:00.000Z', 5],
      [1, '53', 9, undefined, undefined, undefined, undefined, 0],
    ],
  });
});
