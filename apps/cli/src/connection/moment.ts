import { maxTime } from '@cfw-flow/store';
import { readTimeLength } from '../time-length.ts';

/** A moment that a person wrote. */
export interface WrittenMoment {
  /** Milliseconds since 1970 UTC. */
  time: number;
  /** What to know about it, where clocks change. */
  note: string | undefined;
}

/** What a moment may be, for messages. */
export const momentForms =
  'It takes 2026-11-22, "2026-11-22 18:00" (local time), 2026-11-22T18:00Z, yesterday, "today 08:00", ' +
  '30d (ago), now, or milliseconds since 1970 UTC, up to the year 9999.';

const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(z|[+-]\d{2}:\d{2})?)?$/;
const day = /^(today|yesterday)(?: (\d{1,2}:\d{2}))?$/;

/**
 * A moment as people write it: a date (its midnight), a date and a time, a day in words, a length
 * back from now, or milliseconds since 1970 UTC. Without an offset it is local time.
 *
 * @param now - milliseconds since 1970 UTC
 * @returns nothing when it is none, before 1970 or after the year 9999
 */
export function readMoment(written: string, now: number): WrittenMoment | undefined {
  const moment = momentIn(written.trim().toLowerCase(), now);
  if (moment === undefined || !(moment.time >= 0 && moment.time <= maxTime)) return undefined;
  return moment;
}

function momentIn(text: string, now: number): WrittenMoment | undefined {
  if (text === 'now') return at(now);
  if (/^\d+$/.test(text)) return at(Number(text));
  const back = readTimeLength(text.replace(/ ago$/, ''));
  if (back !== undefined) return at(now - back);
  const [, word, hour] = day.exec(text) ?? [];
  if (word !== undefined) {
    return localMoment(dateOf(now, word === 'today' ? 0 : -1), hour?.padStart(5, '0'));
  }
  const [, date, time, offset] = iso.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return undefined;
  if (offset !== undefined) return at(Date.parse(`${date}T${time}${offset.toUpperCase()}`));
  return localMoment(date, time);
}

function at(time: number): WrittenMoment {
  return { time, note: undefined };
}

/** `Date` turns the 31st of a shorter month into the 1st of the next. */
function isDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).getUTCDate() === Number(date.slice(-2));
}

/** The local date of a moment, some days later. */
function dateOf(now: number, days: number): string {
  const today = new Date(now);
  const noon = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + days, 12);
  return new Date(noon).toISOString().slice(0, 10);
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * A local time. One that a change of clocks skips counts as if they had changed later, one that it repeats as
 * the first of the two; a note says so unless it is where a day begins.
 *
 * @param date - such as `2026-11-22`
 * @param time - such as `18:00`; where the day begins when left out
 */
function localMoment(date: string, time: string | undefined): WrittenMoment | undefined {
  const wall = Date.parse(`${date}T${time ?? '00:00'}Z`);
  if (Number.isNaN(wall)) return undefined;
  // The offsets of the day before and the day after are those before and after any change between.
  const times = [...new Set([wall - DAY, wall + DAY].map(offsetAt))].map((offset) => wall + offset);
  const [first, second] = times
    .filter((candidate) => candidate - offsetAt(candidate) === wall)
    .toSorted((one, other) => one - other);
  const chosen = first ?? times[0]!;
  const isSkipped = first === undefined;
  if (time === undefined || (!isSkipped && second === undefined)) return at(chosen);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const note = isSkipped
    ? `${date} ${time} is skipped in ${zone}, where clocks go forward: it is taken as ${timeOfDay(chosen)}.`
    : `${date} ${time} comes twice in ${zone}, where clocks go back: the first is taken. ` +
      `The second is ${date}T${time}${offsetText(offsetAt(second!))}.`;
  return { time: chosen, note };
}

/** What UTC is ahead of local time at a moment, in milliseconds. */
function offsetAt(time: number): number {
  return new Date(time).getTimezoneOffset() * MINUTE;
}

function timeOfDay(time: number): string {
  return new Date(time - offsetAt(time)).toISOString().slice(11, 16);
}

function offsetText(offset: number): string {
  const text = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  return `${offset > 0 ? '-' : '+'}${text}`;
}
