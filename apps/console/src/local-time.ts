const pad = (value: number, length = 2) => String(value).padStart(length, '0');

const datePart = (date: Date) =>
  `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

const timePart = (date: Date) => `${pad(date.getHours())}:${pad(date.getMinutes())}`;

/** A time in the reader's zone, the same for readers of all languages: `2026-11-21 15:04:05`. */
export function localTime(time: number): string {
  const date = new Date(time);
  return `${datePart(date)} ${timePart(date)}:${pad(date.getSeconds())}`;
}

/** The same to the minute: `2026-11-21 15:04`. */
export function localMinute(time: number): string {
  const date = new Date(time);
  return `${datePart(date)} ${timePart(date)}`;
}

/** Clock time only: `15:04:05`. */
export function localClock(time: number): string {
  const date = new Date(time);
  return `${timePart(date)}:${pad(date.getSeconds())}`;
}

/** The exact time in UTC, for titles: `2026-11-21T14:04:05.000Z`. */
export function utcTime(time: number): string {
  return new Date(time).toISOString();
}

/** What an input of type datetime-local takes; seconds only when there are any. */
export function toInput(time: number): string {
  const date = new Date(time);
  const seconds = date.getSeconds() === 0 ? '' : `:${pad(date.getSeconds())}`;
  return `${datePart(date)}T${timePart(date)}${seconds}`;
}

/** The time in the reader's zone that such an input holds; nothing while it is incomplete. */
export function fromInput(value: string): number | undefined {
  // A date alone would be read as midnight in UTC.
  if (!value.includes('T')) return undefined;
  const time = new Date(value).getTime();
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

/** The reader's zone at a time: `Europe/Berlin, UTC+1`. */
export function localZone(time: number): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const offset = -new Date(time).getTimezoneOffset();
  if (offset === 0) return timeZone === 'UTC' ? 'UTC' : `${timeZone}, UTC`;
  const sign = offset < 0 ? '−' : '+';
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  return `${timeZone}, UTC${sign}${hours}${minutes === 0 ? '' : `:${pad(minutes)}`}`;
}
