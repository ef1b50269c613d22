import { Range } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { appliedWindow } from './applied-window.ts';

const record = { item: 'a', sessions: 1, request_byte: 0, response_byte: 0, last_time: 150 };

it('the window is what the records say', () => {
  const answer = { records: [{ ...record, agg_start_time: 100, agg_end_time: 200 }], total: 1 };
  expect(appliedWindow({ range: Range.LAST_HOUR }, answer, 5)).toEqual({ start: 100, end: 200 });
});

it('the window of an answer that does not say follows from the question', () => {
  const answer = { records: [record], total: 1 };
  expect(appliedWindow({ range: Range.LAST_HOUR }, answer, 3_600_005)).toEqual({
    start: 5,
    end: 3_600_005,
  });
  expect(appliedWindow({ start_time: 1, end_time: 2 }, answer, 5)).toEqual({ start: 1, end: 2 });
});
