const prefixes = ['k', 'M', 'G', 'T', 'P', 'E', 'Z'] as const;

/** A whole number with its thousands apart, such as `7,550`. */
export function formatCount(count: number | bigint): string {
  return count.toLocaleString('en-US');
}

/** `1 flow`, `2 flows`. */
export function counted(count: number | bigint, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${Number(count) === 1 ? noun : plural}`;
}

/** Bytes in the unit that leaves one to three digits before the point, such as `1.4 MB` (1 kB is 1000 B). */
export function formatBytes(bytes: number | bigint): string {
  if (bytes < 1000) return `${Math.round(Number(bytes))} B`;
  return formatScaled(Number(bytes), 'B');
}

/** A rate in bits per second, in the unit that leaves one to three digits before the point, such as `1.4 Mbit/s`. */
export function formatRate(bitsPerSecond: number): string {
  if (bitsPerSecond > 0 && bitsPerSecond < 0.1) return '<0.1 bit/s';
  return formatScaled(bitsPerSecond, 'bit/s');
}

/** How many times as much, such as `×1.62`, `×12` or `×0.03`. */
export function formatFactor(factor: number): string {
  if (factor > 0 && factor < 0.005) return '<×0.01';
  return factor < 9.995 ? `×${factor.toFixed(2)}` : `×${formatCount(Math.round(factor))}`;
}

/** An amount with three digits at most, but for those of one beyond all prefixes. */
function formatScaled(given: number, unit: string): string {
  let amount = given;
  let prefix = -1;
  // 999.5 would be written 1000.
  while (amount >= 999.5 && prefix < prefixes.length - 1) {
    amount /= 1000;
    prefix += 1;
  }
  const digits = amount > 0 && amount < 99.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${prefixes[prefix] ?? ''}${unit}`;
}

const spanUnits = [
  { unit: 'd', minutes: 1440 },
  { unit: 'h', minutes: 60 },
  { unit: 'min', minutes: 1 },
] as const;

/** A span of time in whole minutes, such as `25 min` or `2 h 5 min`; below one, in seconds. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 60_000) return formatSeconds(milliseconds / 1000);
  let minutes = Math.round(milliseconds / 60_000);
  const texts = spanUnits.flatMap(({ unit, minutes: size }) => {
    const count = Math.floor(minutes / size);
    minutes %= size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return texts.join(' ');
}

/** A duration, such as `0.4 s` or `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const two = (part: number) => String(part).padStart(2, '0');

/** Local time to the minute, such as `2024-04-29 21:05`. */
export function formatTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  return `${time.getFullYear()}-${formatTimeOfYear(milliseconds)}`;
}

/** Local time to the minute without its year, such as `04-29 21:05`. */
export function formatTimeOfYear(milliseconds: number): string {
  const time = new Date(milliseconds);
  return (
    `${two(time.getMonth() + 1)}-${two(time.getDate())} ` +
    `${two(time.getHours())}:${two(time.getMinutes())}`
  );
}

/** Local time of day to the second, such as `21:05:09`. */
export function formatClock(milliseconds: number): string {
  const time = new Date(milliseconds);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
}

/** Formats times to the minute, without the year where all are of this one. */
export function timeFormat(
  times: readonly (number | undefined)[],
  now: number,
): (milliseconds: number) => string {
  const year = new Date(now).getFullYear();
  const areOfThisYear = times.every(
    (time) => time === undefined || new Date(time).getFullYear() === year,
  );
  return areOfThisYear ? formatTimeOfYear : formatTime;
}

/** Local time to the millisecond, without what a whole minute leaves at zero. */
export function formatMilliseconds(milliseconds: number): string {
  const rest = milliseconds % 60_000;
  const seconds = rest === 0 ? '' : `:${(rest / 1000).toFixed(3).padStart(6, '0')}`;
  return `${formatTime(milliseconds)}${seconds}`;
}
