import { describe, expect, it } from 'vitest';
import { duration, memory, moment } from './options.ts';

describe('a moment', () => {
  // The tests run in the time of Shanghai, UTC+8.
  it.each([
    ['1714417140333', 1_714_417_140_333],
    ['0', 0],
    ['253402300799999', 253_402_300_799_999],
    ['2024-04-29T19:00:00Z', Date.UTC(2024, 3, 29, 19)],
    ['2024-04-29t19:00z', Date.UTC(2024, 3, 29, 19)],
    ['2024-04-29T19:00:00.5+02:00', Date.UTC(2024, 3, 29, 17, 0, 0, 500)],
    ['2024-04-29T19:00', Date.UTC(2024, 3, 29, 11)],
    ['2024-04-29 19:00', Date.UTC(2024, 3, 29, 11)],
    ['2024-04-29', Date.UTC(2024, 3, 28, 16)],
    ['2024-02-29', Date.UTC(2024, 1, 28, 16)],
  ])('is read from %s', (text, expected) => {
    expect(moment(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2023-02-29',
    '2024-13-01',
    '2024-04-29T25:00',
    '29.04.2024',
    '-5',
    '1e12',
    '253402300800000',
    '9999-12-31T23:59-01:00',
  ])('is not read from %j', (text) => {
    expect(() => moment(text)).toThrow('It takes ISO 8601');
  });
});

describe('an amount of memory', () => {
  it.each([
    ['256MiB', 268_435_456],
    ['4GB', 4_000_000_000],
    ['1.5 GiB', 1_610_612_736],
  ])('is read from %s', (text, expected) => {
    expect(memory(text, 4e9)).toBe(expected);
  });

  it.each(['', '4', '4gb', '0', '-1GB', '255MiB', 'GB', '1e3GB', '10KB', '4.1GB', '99999999999GB'])(
    'is not read from %j',
    (text) => {
      expect(() => memory(text, 4e9)).toThrow('It takes 256MiB to 3814MiB, which there is here');
    },
  );
});

describe('a length of time', () => {
  it.each([
    ['1ms', 1],
    ['30s', 30_000],
    ['1.5 min', 90_000],
  ])('is read from %s', (text, expected) => {
    expect(duration(text)).toBe(expected);
  });

  it.each(['', '30', '0s', '-1s', '1h', '1441min', '0.4ms'])('is not read from %j', (text) => {
    expect(() => duration(text)).toThrow('It takes 1 ms to 1440 min');
  });
});
