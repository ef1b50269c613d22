import { expect, it } from 'vitest';
import { expiryOf } from './expiry.ts';

const end = '2020-01-04T09:05:22.701000Z';
const at = Date.UTC(2020, 0, 4, 9, 5, 22);

it('reads the times of IAM, in whole seconds', () => {
  expect(expiryOf(end, new Headers(), 0)).toBe(at);
  expect(expiryOf('2020-01-04T09:05:22Z', new Headers(), 0)).toBe(at);
});

it('goes by the time that the server has, so that a clock an hour off here changes nothing', () => {
  const headers = new Headers({ Date: 'Sat, 04 Jan 2020 08:05:22 GMT' });
  const now = Date.UTC(2020, 0, 4, 9, 5, 22);
  expect(expiryOf(end, headers, now)).toBe(now + 3_600_000);
});

it.each([undefined, null, 1_578_128_722, '', 'soon', '2020-01-04', '2020-13-04T09:05:22Z', {}])(
  'takes %j for no time',
  (value) => {
    expect(expiryOf(value, new Headers(), 0)).toBeUndefined();
  },
);
