const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB'] as const;

/** A whole number with its thousands apart, such as `7,550`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 flow`, `2 flows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Bytes in the unit that leaves one to three digits before the point, such as `1.4 MB` (1 kB is 1000 B). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let amount = bytes;
  let unit = -1;
  // 999.5 would be written 1000.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(amount < 99.95 ? 1 : 0)} ${units[unit]}`;
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

/** Local time to the millisecond, without what a whole minute leaves at zero. */
export function formatMilliseconds(milliseconds: number): string {
  const rest = milliseconds % 60_000;
  const seconds = rest === 0 ? '' : `:${(rest / 1000).toFixed(3).padStart(6, '0')}`;
  return `${formatTime(milliseconds)}${seconds}`;
}
