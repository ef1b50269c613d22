import { afterEach, describe, expect, it, vi } from 'vitest';
import { readMoment } from './moment.ts';

/** Saturday, 17:34:56 in Shanghai. */
const now = Date.UTC(2026, 10, 28, 9, 34, 56);

const inZone = (zone: string) => vi.stubEnv('TZ', zone);
afterEach(() => void vi.unstubAllEnvs());

describe('a moment', () => {
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
    ['now', now],
    ['today', Date.UTC(2026, 10, 27, 16)],
    ['Yesterday', Date.UTC(2026, 10, 26, 16)],
    ['yesterday 8:05', Date.UTC(2026, 10, 27, 0, 5)],
    ['30m', now - 30 * 60_000],
    ['6h ago', now - 6 * 3_600_000],
    ['30d', now - 30 * 86_400_000],
    ['1.5 w', now - 10.5 * 86_400_000],
  ])('is read from %s', (text, time) => {
    inZone('Asia/Shanghai');
    expect(readMoment(text, now)).toEqual({ time, note: undefined });
  });

  it.each([
    '',
    'tomorrow',
    'yesterday 25:00',
    '2023-02-29',
    '2024-13-01',
    '2024-04-29T25:00',
    '29.04.2024',
    '-5',
    '1e12',
    '99999w',
    '253402300800000',
    '9999-12-31T23:59-01:00',
  ])('is not read from %j', (text) => {
    expect(readMoment(text, now)).toBeUndefined();
  });
});

describe('where clocks change', () => {
  it('a time that is skipped counts as if they changed later, and says so', () => {
    inZone('America/New_York');
    expect(readMoment('2026-03-08 02:30', now)).toEqual({
      time: Date.UTC(2026, 2, 8, 7, 30),
      note: '2026-03-08 02:30 is skipped in America/New_York, where clocks go forward: it is taken as 03:30.',
    });
  });

  it('a time that comes twice is the first, and says how the second is written', () => {
    inZone('America/New_York');
    const first = readMoment('2026-11-01 01:30', now);
    expect(first).toEqual({
      time: Date.UTC(2026, 10, 1, 5, 30),
      note:
        '2026-11-01 01:30 comes twice in America/New_York, where clocks go back: the first is taken. ' +
        'The second is 2026-11-01T01:30-05:00.',
    });
    const second = readMoment('2026-11-01T01:30-05:00', now);
    expect(second).toEqual({ time: first!.time + 3_600_000, note: undefined });
  });

  it('an offset east of Greenwich is written with its sign, in hours and minutes', () => {
    inZone('Australia/Lord_Howe');
    expect(readMoment('2026-04-05 01:45', now)?.note).toMatch(/is 2026-04-05T01:45\+10:30\.$/);
  });

  it('the hours beside them need no note', () => {
    inZone('America/New_York');
    for (const text of ['2026-03-08 01:59', '2026-03-08 03:00', '2026-11-01 02:00', '2026-11-01']) {
      expect(readMoment(text, now)?.note).toBeUndefined();
    }
    expect(readMoment('2026-03-08 03:00', now)?.time).toBe(Date.UTC(2026, 2, 8, 7));
  });

  it('a day whose midnight is skipped begins an hour later', () => {
    inZone('Africa/Cairo');
    expect(readMoment('2026-04-24', now)).toEqual({
      time: Date.UTC(2026, 3, 23, 22),
      note: undefined,
    });
  });

  it('yesterday is the day before, however long today is', () => {
    inZone('America/New_York');
    const evening = Date.UTC(2026, 10, 2, 4, 30);
    expect(readMoment('today', evening)?.time).toBe(Date.UTC(2026, 10, 1, 4));
    expect(readMoment('yesterday', evening)?.time).toBe(Date.UTC(2026, 9, 31, 4));
  });
});
