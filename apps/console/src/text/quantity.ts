import { htmlLanguage } from './i18n.ts';

/** A whole number of the API: a bigint beyond 2^53. */
export type Whole = number | bigint;

/** The order of two numbers, the smaller one first; integers beyond 2^53 compare with others exactly. */
export function compare(one: Whole, other: Whole): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const formats = new Map<string, Intl.NumberFormat>();

/** A whole number with its thousands grouped: `1,234,567`. */
export function count(value: Whole): string {
  const language = htmlLanguage();
  let format = formats.get(language);
  if (format === undefined) formats.set(language, (format = new Intl.NumberFormat(language)));
  return format.format(value);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB'];
const bitUnits = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s', 'Pbit/s', 'Ebit/s'];
const countUnits = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Bytes in decimal units with three digits that count: `5.36 kB`. */
export function bytes(value: Whole): string {
  return inUnits(Number(value), byteUnits);
}

/** Bits per second in decimal units with three digits that count: `5.36 Mbit/s`. */
export function bitsPerSecond(value: Whole): string {
  return inUnits(Number(value), bitUnits);
}

/** A number in little room, with three digits that count: `5.36M`. */
export function shortCount(value: Whole): string {
  return inUnits(Number(value), countUnits).replace(' ', '');
}

function inUnits(value: number, units: readonly string[]): string {
  let amount = value;
  let unit = 0;
  // What would be written as 1000 is one of the next unit.
  while (Number(amount.toPrecision(3)) >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  if (unit === 0) return `${Math.round(amount)} ${units[0]}`.trim();
  const digits = Number(amount.toPrecision(3));
  const decimals = digits < 10 ? 2 : digits < 100 ? 1 : 0;
  return `${decimals === 0 ? count(digits) : digits.toFixed(decimals)} ${units[unit]}`;
}

/** The share that a part has of a whole, in percent: `41 %`, `0.4 %`, `< 0.1 %`; `0 %` of nothing. */
export function percent(part: Whole, whole: Whole = 1): string {
  const value = Number(whole) === 0 ? 0 : (Number(part) / Number(whole)) * 100;
  if (value === 0) return '0 %';
  if (value < 0.1) return '< 0.1 %';
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A change of less than half a percent. */
export const unchanged = '±0 %';

/**
 * How much more or less a value is than one before it: `+12 %`, `−3 %`, `×4.2`, `> ×999`; nothing
 * from 0.
 */
export function change(now: Whole, before: Whole): string | undefined {
  const [a, b] = [Number(now), Number(before)];
  if (b === 0) return a === 0 ? unchanged : undefined;
  const factor = a / b;
  if (factor >= 1000) return '> ×999';
  if (factor >= 2) return `×${factor < 10 ? factor.toFixed(1) : Math.round(factor)}`;
  const percents = Math.round((factor - 1) * 100);
  if (percents === 0) return unchanged;
  return `${percents < 0 ? '−' : '+'}${Math.abs(percents)} %`;
}

const timeUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration about as long, in the greatest unit that it holds twice: `3 hours`, `90 minutes`. */
export function roughDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [unit, length] = timeUnits.find(([, one]) => seconds >= 2 * one) ?? timeUnits[3];
  return new Intl.NumberFormat(htmlLanguage(), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(Math.round(seconds / length));
}

/** How long ago something was, in little room: `12s ago`. */
export function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [unit, length] = timeUnits.find(([, one]) => seconds >= 2 * one) ?? timeUnits[3];
  return new Intl.RelativeTimeFormat(htmlLanguage(), { style: 'narrow' }).format(
    -Math.floor(seconds / length),
    unit,
  );
}
