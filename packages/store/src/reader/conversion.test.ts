import { describe, expect, it } from 'vitest';
import { convert, isLength, moved } from './conversion.ts';

describe('a time', () => {
  it.each([
    ['2021-06-06T15:59:46.457984+0200', Date.UTC(2021, 5, 6, 13, 59, 46, 457)],
    ['2021-06-06T15:59:46.457984+02:00', Date.UTC(2021, 5, 6, 13, 59, 46, 457)],
    ['2021-06-06T15:59:46Z', Date.UTC(2021, 5, 6, 15, 59, 46)],
    ['2021-06-06T15:59:46.9+0000', Date.UTC(2021, 5, 6, 15, 59, 46, 900)],
    ['2021-06-06T15:59:46.999999999-0330', Date.UTC(2021, 5, 6, 19, 29, 46, 999)],
    ['2021-06-06T00:00:00+0545', Date.UTC(2021, 5, 5, 18, 15)],
    ['2021-12-31T23:30:00-1200', Date.UTC(2022, 0, 1, 11, 30)],
    ['2024-02-29T00:00:00+1400', Date.UTC(2024, 1, 28, 10)],
  ])('in ISO 8601 has whichever zone: %s', (text, time) => {
    expect(convert('iso', text)).toBe(String(time));
  });

  it.each([
    '2021-06-06T15:59:46',
    '2021-06-06 15:59:46Z',
    '2023-02-29T00:00:00Z',
    '2021-06-06T24:00:00Z',
    '2021-06-06T23:59:60Z',
    '2021-06-06T15:59:46+1500',
    '2021-06-06T15:59:46+02',
    '2021-06-06T15:59:46.Z',
    '1622995186',
  ])('in ISO 8601 is none without a zone, or one that no clock shows: %s', (text) => {
    expect(convert('iso', text)).toBeUndefined();
  });

  it.each([
    ['1714420737', undefined, '1714420737000'],
    ['1714420737.5', undefined, '1714420737500'],
    ['1714420737.999999', undefined, '1714420737999'],
    ['1714420737.9999999', undefined, '1714420737999'],
    ['1714420737.556999', '0.000001', '1714420737557'],
    ['1714420737.556999', '86400.443001', '1714507138000'],
    ['1714420737', '9.5e-07', '1714420737000'],
  ])('in seconds is cut to the millisecond: %s + %s', (text, plus, time) => {
    expect(convert('seconds', text, plus)).toBe(time);
  });

  it.each(['-1', '', '1,5', '0x10', 'NaN', '1.', '.5', '007', '١٢٣'])(
    'in seconds is none that is written otherwise: %j',
    (text) => {
      expect(convert('seconds', text)).toBeUndefined();
    },
  );

  it('in nanoseconds is cut to the millisecond', () => {
    expect(convert('nanoseconds', '1714420737556999999')).toBe('1714420737556');
    expect(convert('nanoseconds', '1714420737.5')).toBeUndefined();
  });

  it.each([
    ['1714420737.556999', '0.000001', '1714420737557'],
    ['1714420737', undefined, '1714420737000'],
    ['99999999999', undefined, '99999999999000'],
    ['100000000000', undefined, '100000000000'],
    ['1714420737556', '0.5', '1714420738056'],
    ['2021-06-06T15:59:46.999999Z', '0.000001', String(Date.UTC(2021, 5, 6, 15, 59, 47))],
    ['2021-06-06T15:59:46+0200', undefined, String(Date.UTC(2021, 5, 6, 13, 59, 46))],
  ])('in one of three forms is told by how it is written: %s + %s', (text, plus, time) => {
    expect(convert('time', text, plus)).toBe(time);
  });

  it('in no form is none', () => {
    for (const text of ['', '1714420737556.5.1', '2021-06-06', 'now', '-1']) {
      expect(convert('time', text)).toBeUndefined();
    }
  });
});

it('a set has its names once, in order and in upper case, without those that were taken back', () => {
  expect(convert('set', 'ssl,http')).toBe('HTTP,SSL');
  expect(convert('set', 'http,ssl,http')).toBe('HTTP,SSL');
  expect(convert('set', '-ssl,http')).toBe('HTTP');
  expect(convert('set', '-ssl')).toBe('');
});

describe('a length of time', () => {
  it.each([
    ['0:00:30', 'plus', '1700000030000'],
    ['26:03:04', 'minus', '1699906216000'],
    ['1.5', 'plus', '1700000001500'],
    ['0.0001', 'minus', '1699999999999'],
  ] as const)('of %s moves a time: %s', (length, way, expected) => {
    expect(isLength(length)).toBe(true);
    expect(moved('1700000000000', length, way)).toBe(expected);
  });

  it.each(['1:00', '0:60:00', '-1', '1d'])('is not %s', (text) => {
    expect(isLength(text)).toBe(false);
  });
});
