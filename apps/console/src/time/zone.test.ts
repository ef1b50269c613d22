import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  fromInput,
  isZone,
  minuteIn,
  spanIn,
  timeIn,
  toInput,
  zoneLabel,
  zonesOnOffer,
} from './zone.ts';

const noon = Date.UTC(2026, 10, 21, 12, 4, 5, 678);

describe('a time', () => {
  it('reads the same in every language, in the zone that is asked for', () => {
    expect(timeIn('UTC', noon)).toBe('2026-11-21 12:04:05');
    expect(timeIn('Asia/Kolkata', noon)).toBe('2026-11-21 17:34:05');
    expect(minuteIn('America/Los_Angeles', noon)).toBe('2026-11-21 04:04');
  });

  it('of midnight begins with 00', () => {
    expect(timeIn('UTC', Date.UTC(2026, 0, 1))).toBe('2026-01-01 00:00:00');
  });

  it('has a zone with its distance to UTC', () => {
    expect(zoneLabel('UTC', noon)).toBe('UTC');
    expect(zoneLabel('Europe/London', noon)).toBe('Europe/London, UTC');
    expect(zoneLabel('Europe/Berlin', noon)).toBe('Europe/Berlin, UTC+1');
    expect(zoneLabel('Asia/Kolkata', noon)).toBe('Asia/Kolkata, UTC+5:30');
    expect(zoneLabel('America/New_York', noon)).toBe('America/New_York, UTC−5');
  });
});

describe('an input of a time', () => {
  it.each(['UTC', 'Asia/Shanghai', 'America/St_Johns', 'Europe/Berlin'])(
    'in %s is read as it was written',
    (zone) => {
      const start = Date.UTC(2026, 2, 1);
      for (let hour = 0; hour < 24 * 60; hour += 7) {
        const time = start + hour * 3_600_000;
        expect(fromInput(zone, toInput(zone, time))).toBe(time);
      }
    },
  );

  it('has seconds only when there are any', () => {
    expect(toInput('UTC', Date.UTC(2026, 10, 21, 12, 4))).toBe('2026-11-21T12:04');
    expect(toInput('UTC', noon)).toBe('2026-11-21T12:04:05');
  });

  it('of an hour that a change of clocks repeats is the first one', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(fromInput('Europe/Berlin', '2026-10-25T02:30')).toBe(first);
  });

  it('of an hour that a change of clocks skips is as long after it', () => {
    expect(timeIn('Europe/Berlin', fromInput('Europe/Berlin', '2026-03-29T02:30')!)).toBe(
      '2026-03-29 03:30:00',
    );
  });

  it.each(['', '2026-11-21', '2026-11-21T', '1969-01-01T00:00', '2026-13-01T00:00'])(
    '%j is no time',
    (value) => {
      expect(fromInput('UTC', value)).toBeUndefined();
    },
  );
});

it('zones are those that the browser knows', () => {
  expect(isZone('Asia/Shanghai')).toBe(true);
  expect(isZone('Asia/Nowhere')).toBe(false);
  expect(zonesOnOffer()).toContain('UTC');
  expect(new Set(zonesOnOffer()).size).toBe(zonesOnOffer().length);
});

it.each([
  ['Asia/Tokyo', 'Asia/Tokyo'],
  ['', 'UTC'],
  ['Mars/Olympus', 'UTC'],
])('the zone of a system whose TZ is %j is %s', async (setting, zone) => {
  vi.stubEnv('TZ', setting);
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllEnvs());
  const own = await import('./zone.ts');
  expect(own.browserZone()).toBe(zone);
  expect(own.zonesOnOffer().filter((one) => !own.isZone(one))).toEqual([]);
});

it('a span says its second day only where there are two', () => {
  const start = Date.UTC(2026, 10, 21, 15, 4);
  expect(spanIn('UTC', { start, end: start + 3_600_000 })).toBe('11-21 15:04 – 16:04');
  expect(spanIn('UTC', { start, end: start + 86_400_000 })).toBe('11-21 15:04 – 11-22 15:04');
});
