import { expect, it } from 'vitest';
import { tableOf } from './tables.ts';

const question = { projectId: 'a16df7cf1d094befa6bbc72cbf51e93a', query: {} };

it('a ranking is a table of its groups, with nested lists in one cell and times in UTC', () => {
  const records = [
    { item: '443', sessions: 2n ** 60n, last_time: 0, apps: [{ key: 'HTTPS', value: 2 }] },
    { item: '53', sessions: 1, last_time: 1000, protocol: 'UDP' },
  ];
  const answer = { records, total: 2 };
  expect(tableOf({ ...question, operation: 'flow-statistic', answer })).toEqual({
    columns: ['item', 'sessions', 'last_time', 'apps', 'protocol'],
    rows: [
      ['443', 2n ** 60n, '1970-01-01T00:00:00.000Z', 'HTTPS (2)', undefined],
      ['53', 1, '1970-01-01T00:00:01.000Z', undefined, 'UDP'],
    ],
  });
});

it('rankings of several items are one table', () => {
  const answer = { app: [{ key: 'DNS', value: 3 }], dst_port: [{ key: '53', value: 3 }] };
  expect(tableOf({ ...question, operation: 'flow-top', answer })).toEqual({
    columns: ['item', 'rank', 'key', 'value'],
    rows: [
      ['app', 1, 'DNS', 3],
      ['dst_port', 1, '53', 3],
    ],
  });
});
