import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { between, CfwOptionError, last, type Moment } from './index.ts';

const now = Date.UTC(2026, 10, 22, 12);

/** What is said of a window that can't be. */
function failureOf(window: () => unknown): CfwOptionError {
  try {
    expect.fail(`it is ${JSON.stringify(window())}`);
  } catch (error) {
    if (error instanceof CfwOptionError) return error;
    throw error;
  }
}

describe('a window', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['6h', 21_600_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
  ])('of the last %s ends now', (length, milliseconds) => {
    expect(last(length, now)).toEqual({ start_time: now - milliseconds, end_time: now });
  });

  it('of the last hour ends by the clock, unless told otherwise', () => {
    vi.useFakeTimers({ now });
    onTestFinished(() => void vi.useRealTimers());
    expect(last('1h').end_time).toBe(now);
    expect(last('1h', '2026-11-22T11:00Z').end_time).toBe(now - 3_600_000);
  });

  it.each(['', '6', 'h', '6 hours', '-6h', '0h', '6H', '0.0001s', null, 6, ['6h'], Symbol('6h')])(
    'is not the last %o',
    (length) => {
      expect(failureOf(() => last(length as string, now)).option).toBe('length');
    },
  );

  it('can reach back to 1970, and no further', () => {
    expect(last('2s', 2000)).toEqual({ start_time: 0, end_time: 2000 });
    for (const length of ['99999w', `${'9'.repeat(400)}d`]) {
      const error = failureOf(() => last(length, now));
      expect(error.option).toBe('length');
      expect(error.message).toBe(
        `The length of the window is "${length}", which goes back before 1970`,
      );
    }
  });

  it('ends at a moment, not at any text', () => {
    const error = failureOf(() => last('6h', 'noon'));
    expect(error.option).toBe('now');
    expect(error.message).toMatch(/^The end of the window is "noon": it takes a Date, /);
  });

  it('takes dates, milliseconds and ISO 8601', () => {
    const window = { start_time: now - 1000, end_time: now };
    expect(between(now - 1000, now)).toEqual(window);
    expect(between(new Date(now - 1000), new Date(now))).toEqual(window);
    expect(between('2026-11-22T11:59:59Z', '2026-11-22T12:00:00.000Z')).toEqual(window);
    expect(between('2026-11-22 19:59:59+08:00', now)).toEqual(window);
    expect(between('2026-11-22t11:59:59.0z', now)).toEqual(window);
  });

  it('takes the dates of another realm', () => {
    const foreign = runInNewContext(`new Date(${now - 1000})`) as Date;
    expect(foreign).not.toBeInstanceOf(Date);
    expect(between(foreign, now).start_time).toBe(now - 1000);
  });

  it('takes any moment from 1970 to the end of 9999', () => {
    const end_time = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    expect(between(0, end_time)).toEqual({ start_time: 0, end_time });
    expect(between('1970-01-01T00:00Z', '9999-12-31T23:59:59.999Z')).toEqual({
      start_time: 0,
      end_time,
    });
  });

  it('knows the 29th of February where there is one', () => {
    expect(between('2028-02-29T00:00Z', '2028-03-01T00:00Z').start_time).toBe(
      Date.UTC(2028, 1, 29),
    );
    expect(failureOf(() => between('2027-02-29T00:00Z', '2027-03-02T00:00Z')).option).toBe('start');
  });

  describe.each(['Asia/Shanghai', 'America/New_York', 'UTC'])('read in %s', (zone) => {
    it('is in local time where a text has no offset, from midnight where it is a date', () => {
      vi.stubEnv('TZ', zone);
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(between('2026-11-22', '2026-11-22T18:30')).toEqual({
        start_time: new Date(2026, 10, 22).getTime(),
        end_time: new Date(2026, 10, 22, 18, 30).getTime(),
      });
      const hours = { 'Asia/Shanghai': -8, 'America/New_York': 5, UTC: 0 }[zone]!;
      expect(between('2026-11-22', now).start_time).toBe(Date.UTC(2026, 10, 22, hours));
    });
  });

  it.each<[unknown, string]>([
    ['yesterday', '"yesterday"'],
    ['foo 1', '"foo 1"'],
    ['5', '"5"'],
    ['1795305600000', '"1795305600000"'],
    ['Nov 1', '"Nov 1"'],
    ['2026', '"2026"'],
    ['2026-11', '"2026-11"'],
    ['2026-11-22T', '"2026-11-22T"'],
    ['2026-11-22T08', '"2026-11-22T08"'],
    ['2026-11-22Z', '"2026-11-22Z"'],
    ['2026-11-22T08:00+0800', '"2026-11-22T08:00+0800"'],
    ['2026-11-22T08:00 GMT', '"2026-11-22T08:00 GMT"'],
    ['2026-02-31', '"2026-02-31"'],
    ['2026-02-31T12:00Z', '"2026-02-31T12:00Z"'],
    ['2026-11-31', '"2026-11-31"'],
    ['2026-13-01', '"2026-13-01"'],
    ['2026-00-01', '"2026-00-01"'],
    ['2026-01-00', '"2026-01-00"'],
    ['2026-11-22T25:00Z', '"2026-11-22T25:00Z"'],
    ['2026-11-22T08:60Z', '"2026-11-22T08:60Z"'],
    ['2026-11-22T08:00+24:00', '"2026-11-22T08:00+24:00"'],
    ['1969-12-31T23:59Z', '"1969-12-31T23:59Z"'],
    ['+010000-01-01T00:00Z', '"+010000-01-01T00:00Z"'],
    ['', '""'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [-1, '-1'],
    [0.5, '0.5'],
    [Date.UTC(10_000, 0), '253402300800000'],
    [new Date('x'), 'an invalid Date'],
    [new Date(-1), '1969-12-31T23:59:59.999Z'],
    [new Date(Date.UTC(10_000, 0)), '+010000-01-01T00:00:00.000Z'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
    [5n, 'of type bigint'],
    [['2026-11-22'], 'of type object'],
    [Object.create(null), 'of type object'],
    [Symbol('now'), 'of type symbol'],
  ])('neither starts nor ends at %o', (moment, told) => {
    const start = failureOf(() => between(moment as Moment, now));
    expect(start.option).toBe('start');
    expect(start.message.split(': it takes')[0]).toBe(`The start of the window is ${told}`);
    const end = failureOf(() => between(0, moment as Moment));
    expect(end.option).toBe('end');
    expect(end.message.split(': it takes')[0]).toBe(`The end of the window is ${told}`);
  });

  it.each<[Moment, Moment, string]>([
    [now, now, `${now}, not after its start, ${now}`],
    [now, now - 1, `${now - 1}, not after its start, ${now}`],
    [
      '2026-11-22T12:00Z',
      new Date(now - 1),
      '2026-11-22T11:59:59.999Z, not after its start, "2026-11-22T12:00Z"',
    ],
  ])('from %o does not end at %o', (start, end, told) => {
    const error = failureOf(() => between(start, end));
    expect(error.option).toBe('window');
    expect(error.message).toBe(`The window ends at ${told}`);
  });
});
