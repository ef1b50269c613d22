import type { Span } from './span.ts';

/*
 * Times as people read and type them, in a time zone that they choose. They look the same in every
 * language: `2026-11-21 15:04:05`.
 */

let ownZone: string | undefined;

/**
 * The zone of the browser; UTC where it doesn't know its own, and names one that it can't use. It takes
 * long to find out, and every link of the page depends on it.
 */
export function browserZone(): string {
  if (ownZone === undefined) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    ownZone = timeZone && isZone(timeZone) ? timeZone : 'UTC';
  }
  return ownZone;
}

/** Tells whether the browser knows a zone, such as `Asia/Shanghai`. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

/** Zones on offer: that of the browser first, then UTC, then all others by name. */
export function zonesOnOffer(): string[] {
  return [...new Set([browserZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** A time in a zone to the second: `2026-11-21 15:04:05`. */
export function timeIn(zone: string, time: number): string {
  const { date, clock } = parts(zone, time);
  return `${date} ${clock}`;
}

/** The same to the minute: `2026-11-21 15:04`. */
export function minuteIn(zone: string, time: number): string {
  return timeIn(zone, time).slice(0, -3);
}

/** A span to the minute, without the year: `11-21 15:04 – 16:04`, with the second day where there are two. */
export function spanIn(zone: string, { start, end }: Span): string {
  const [from, to] = [minuteIn(zone, start), minuteIn(zone, end)];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from.slice(5)} – ${to.slice(isOneDay ? 11 : 5)}`;
}

/** Clock time only: `15:04:05`. */
export function clockIn(zone: string, time: number): string {
  return parts(zone, time).clock;
}

/** The exact time in UTC, for titles and for programs: `2026-11-21T14:04:05.000Z`. */
export function utcTime(time: number): string {
  return new Date(time).toISOString();
}

/** What an input of type datetime-local takes; seconds only when there are any. */
export function toInput(zone: string, time: number): string {
  const { date, clock } = parts(zone, time);
  return `${date}T${clock.endsWith(':00') ? clock.slice(0, -3) : clock}`;
}

/**
 * The time that such an input holds in a zone; nothing while it is incomplete. Of a time that a change
 * of clocks repeats, the first one; one that it skips is as long after the change as it was skipped by.
 */
export function fromInput(zone: string, value: string): number | undefined {
  // A date alone would be read as midnight in UTC.
  if (!value.includes('T')) return undefined;
  const asUtc = new Date(`${value}Z`).getTime();
  if (Number.isNaN(asUtc)) return undefined;
  const hour = 3_600_000;
  const before = asUtc - offsetOf(zone, asUtc - 12 * hour);
  const after = asUtc - offsetOf(zone, asUtc + 12 * hour);
  const found = [before, after].sort((one, other) => one - other);
  const time = found.find((one) => one + offsetOf(zone, one) === asUtc) ?? before;
  return time < 0 ? undefined : time;
}

/** A zone and its distance to UTC at a time: `Europe/Berlin, UTC+1`. */
export function zoneLabel(zone: string, time: number): string {
  const offset = offsetOf(zone, time) / 60_000;
  if (offset === 0) return zone === 'UTC' ? 'UTC' : `${zone}, UTC`;
  const sign = offset < 0 ? '−' : '+';
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  return `${zone}, UTC${sign}${hours}${minutes === 0 ? '' : `:${pad(minutes)}`}`;
}

/** Milliseconds that clocks of a zone are ahead of UTC at a time. */
function offsetOf(zone: string, time: number): number {
  const { date, clock } = parts(zone, time);
  return Date.parse(`${date}T${clock}Z`) - Math.floor(time / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

function parts(zone: string, time: number): { date: string; clock: string } {
  const found = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => found.get(name) ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    clock: `${part('hour')}:${part('minute')}:${part('second')}`,
  };
}

const pad = (value: number) => String(value).padStart(2, '0');
