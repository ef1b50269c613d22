import { protocolNames } from '../protocols.ts';
import { localTime } from './local-time.ts';

/**
 * What may be done to a text on its way from a log to the flow record:
 *
 * - `seconds`: seconds since 1970 UTC, whole or with a fraction, to whole milliseconds
 * - `nanoseconds`: nanoseconds since 1970 UTC, to whole milliseconds
 * - `iso`: ISO 8601 with seconds and a zone, to whole milliseconds
 * - `time`: any of seconds, whole milliseconds and ISO 8601, told apart by how they are written
 * - `datetime`: a date and a time such as `2026-11-27 10:00:00`, with or without a zone
 * - `whole`: a number with a fraction, to the integer below it
 * - `protocol`: a protocol number of IANA, 0 to 255, to its name
 * - `protocolName`: a protocol's name to upper case, or its number, with or without leading zeros, to its
 *   name
 * - `upper`: letters a to z to upper case
 * - `set`: names with commas between them, to upper case, each once and in the order of the alphabet;
 *   without those that have a `-` before them, which were taken back
 *
 * Times are cut to the millisecond, never rounded up.
 */
export type Conversion =
  | 'seconds'
  | 'nanoseconds'
  | 'iso'
  | 'time'
  | 'datetime'
  | 'whole'
  | 'protocol'
  | 'protocolName'
  | 'upper'
  | 'set';

/** What a conversion takes, for people. */
export const conversionTakes: Readonly<Record<Conversion, string>> = {
  seconds: 'a time stamp in seconds',
  nanoseconds: 'a time stamp in nanoseconds',
  iso: 'an ISO 8601 time with a zone',
  time: 'a time stamp in seconds or milliseconds, or an ISO 8601 time with a zone',
  datetime: 'a date and a time such as 2026-11-27 10:00:00',
  whole: 'a number from 0 to 2^63 - 1',
  protocol: 'a protocol number from 0 to 255',
  protocolName: 'a text',
  upper: 'a text',
  set: 'a text',
};

/**
 * Converts a text.
 *
 * @param plus - for those that {@link addsLength} tells: a length of time that is added
 * @param timeZone - for `datetime`: that of a text without one
 * @returns nothing when it is not what the conversion takes
 */
export function convert(
  as: Conversion,
  text: string,
  plus?: string,
  timeZone?: string,
): string | undefined {
  switch (as) {
    case 'seconds':
      return inMilliseconds(microseconds(text), plus);
    case 'nanoseconds':
      return /^[1-9][0-9]{6,20}$/.test(text) ? text.slice(0, -6) : undefined;
    case 'iso':
      return inMilliseconds(isoMicroseconds(text), plus);
    case 'time':
      return inMilliseconds(timeInMicroseconds(text), plus);
    case 'datetime':
      return localTime(text, timeZone)?.toString();
    case 'whole':
      return /^(0|[1-9][0-9]*)(\.[0-9]+)?$/.exec(text)?.[1];
    case 'protocol':
      return /^(0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= 255
        ? nameOfNumber(text)
        : undefined;
    case 'protocolName':
      return /^[0-9]{1,3}$/.test(text) ? nameOfNumber(String(Number(text))) : upperCase(text);
    case 'upper':
      return upperCase(text);
    case 'set':
      return setOf(text);
  }
}

function nameOfNumber(text: string): string {
  return protocolNames[text] ?? text;
}

function upperCase(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

function setOf(text: string): string {
  const names = upperCase(text)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('-'));
  return [...new Set(names)].sort().join(',');
}

/** Whether a conversion adds a length of time to a time before that is cut to the millisecond. */
export function addsLength(as: Conversion | undefined): boolean {
  return as === 'seconds' || as === 'iso' || as === 'time';
}

/** @param plus - a length of time that is added */
function inMilliseconds(time: bigint | undefined, plus?: string): string | undefined {
  const length = plus === undefined ? 0n : lengthMicroseconds(plus);
  if (time === undefined || length === undefined) return undefined;
  return String((time + length) / 1000n);
}

/** Whole milliseconds from 1973 on: as seconds they would be times after the year 5000. */
const milliseconds = /^[1-9][0-9]{11,15}$/;

function timeInMicroseconds(text: string): bigint | undefined {
  if (milliseconds.test(text)) return BigInt(text) * 1000n;
  return microseconds(text) ?? isoMicroseconds(text);
}

/** Whether a text is a length of time: seconds, or `h:mm:ss`. */
export function isLength(text: string): boolean {
  return lengthMicroseconds(text) !== undefined;
}

/** A time in milliseconds that a length of time moves. */
export function moved(milliseconds: string, length: string, way: 'plus' | 'minus'): string {
  const micros = lengthMicroseconds(length) ?? 0n;
  return String((BigInt(milliseconds) * 1000n + (way === 'plus' ? micros : -micros)) / 1000n);
}

function lengthMicroseconds(text: string): bigint | undefined {
  const [, hours, minutes, seconds] = /^([0-9]{1,9}):([0-5][0-9]):([0-5][0-9])$/.exec(text) ?? [];
  if (hours === undefined) return microseconds(text);
  return BigInt((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000_000n;
}

/** Seconds in decimals, such as `12.5` or `9.5e-07`, as whole microseconds. */
function microseconds(text: string): bigint | undefined {
  const [, whole, fraction = '', exponent] =
    /^(0|[1-9][0-9]{0,17})(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (exponent !== undefined) return BigInt(Math.floor(Number(text) * 1e6));
  return BigInt(whole) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Hours, minutes and seconds are checked here, days by the calendar. */
const isoPattern =
  '^([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])' +
  '(?:[.]([0-9]{1,9}))?(?:Z|([+-])((?:0[0-9]|1[0-4])):?([0-5][0-9]))$';

const iso = new RegExp(isoPattern);

function isoMicroseconds(text: string): bigint | undefined {
  const [, time, fraction = '', sign, hours = '0', minutes = '0'] = iso.exec(text) ?? [];
  if (time === undefined) return undefined;
  const value = Date.parse(`${time}Z`);
  // `Date` takes the 31st of a shorter month for the 1st of the next.
  if (Number.isNaN(value) || new Date(value).toISOString().slice(0, 19) !== time) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return BigInt(value - offset) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}
