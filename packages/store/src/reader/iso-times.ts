import { convert } from './conversion.ts';

const length = { date: 10, time: 19 };

/** Reads times in ISO 8601. Days are looked up in the calendar once as long as they stay the same. */
export class IsoTimes {
  readonly #date = new Uint8Array(length.date);
  /** When that day begins, milliseconds since 1970 UTC. */
  #midnight = NaN;

  /** A time in microseconds since 1970 UTC, NaN when it is not written in the usual way. */
  microsecondsAt(bytes: Uint8Array, start: number, end: number): number {
    if (end - start <= length.time) return NaN;
    if (bytes[start + 10] !== 0x54 || bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) {
      return NaN;
    }
    const hours = twoDigits(bytes, start + 11);
    const minutes = twoDigits(bytes, start + 14);
    const seconds = twoDigits(bytes, start + 17);
    if (!(hours < 24 && minutes < 60 && seconds < 60)) return NaN;
    let at = start + length.time;
    let fraction = 0;
    if (bytes[at] === 0x2e) {
      let digits = 0;
      for (at++; bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && at < end; at++, digits++) {
        if (digits < 6) fraction = fraction * 10 + bytes[at]! - 0x30;
      }
      if (digits === 0 || digits > 9) return NaN;
      for (; digits < 6; digits++) fraction *= 10;
    }
    const offset = offsetAt(bytes, at, end);
    const time = ((hours * 60 + minutes - offset) * 60 + seconds) * 1_000_000 + fraction;
    return this.#midnightAt(bytes, start) * 1000 + time;
  }

  #midnightAt(bytes: Uint8Array, start: number): number {
    for (let at = 0; at < length.date; at++) {
      if (this.#date[at] !== bytes[start + at]) return this.#lookUp(bytes, start);
    }
    return this.#midnight;
  }

  #lookUp(bytes: Uint8Array, start: number): number {
    this.#date.set(bytes.subarray(start, start + length.date));
    this.#midnight = Number(
      convert('iso', `${String.fromCharCode(...this.#date)}T00:00:00Z`) ?? NaN,
    );
    return this.#midnight;
  }
}

/** @returns NaN when there are none */
function twoDigits(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [bytes[at]! - 0x30, bytes[at + 1]! - 0x30];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** A zone in minutes, NaN when it is none. */
function offsetAt(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start];
  if (sign === 0x5a) return start + 1 === end ? 0 : NaN;
  if (sign !== 0x2b && sign !== 0x2d) return NaN;
  const hours = twoDigits(bytes, start + 1);
  const at = bytes[start + 3] === 0x3a ? start + 4 : start + 3;
  const minutes = twoDigits(bytes, at);
  if (at + 2 !== end || !(hours <= 14 && minutes < 60)) return NaN;
  return (hours * 60 + minutes) * (sign === 0x2d ? -1 : 1);
}
