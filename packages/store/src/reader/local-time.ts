const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const clock =
  '(?<hours>[01]?[0-9]|2[0-3]):(?<minutes>[0-5][0-9]):(?<seconds>[0-5][0-9])(?:[.,](?<fraction>[0-9]{1,9}))?';
const zone =
  '(?: ?(?:(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<offsetHours>0[0-9]|1[0-4]):?(?<offsetMinutes>[0-5][0-9])))?';

/** The ways in which a date and a time are written. A day before a month in digits can't be told. */
const forms = [
  '(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})[T ]',
  '(?<year>[0-9]{4})/(?<month>[0-9]{1,2})/(?<day>[0-9]{1,2})[T ]',
  '(?<name>[A-Za-z]{3}) {1,2}(?<day>[0-9]{1,2}) (?<year>[0-9]{4}) ',
  '(?<day>[0-9]{1,2}) (?<name>[A-Za-z]{3}) (?<year>[0-9]{4}) ',
  '(?<day>[0-9]{1,2})/(?<name>[A-Za-z]{3})/(?<year>[0-9]{4}):',
].map((date) => new RegExp(`^${date}${clock}${zone}$`));

/**
 * A date and a time of day, in milliseconds since 1970 UTC.
 *
 * @param timeZone - where its clock is when the text has no zone, UTC when left out. Of an hour that
 *   comes twice the first is meant; one that is left out begins when it would have
 * @returns nothing when it is not written in one of the usual ways, or there is no such day
 */
export function localTime(text: string, timeZone = 'UTC'): number | undefined {
  const parts = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (parts === undefined) return undefined;
  const month = parts['month'] ?? String(months.indexOf(parts['name']!.toLowerCase()) + 1);
  const [year, day] = [Number(parts['year']), Number(parts['day'])];
  const date = new Date(Date.UTC(year, Number(month) - 1, day));
  // `Date` takes the 31st of a shorter month for the 1st of the next.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== Number(month) - 1) return undefined;
  const { hours, minutes, seconds, fraction = '' } = parts;
  const ofDay = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const wall = date.getTime() + ofDay * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (parts['utc'] !== undefined) return wall;
  if (parts['sign'] === undefined) return timeOfWall(wall, timeZone);
  const offset = Number(parts['offsetHours']) * 60 + Number(parts['offsetMinutes']);
  return wall - offset * minute * (parts['sign'] === '-' ? -1 : 1);
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** @param wall - what a clock shows, as if it were UTC */
function timeOfWall(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return wall;
  const before = wall - offsetAt(timeZone, wall - day);
  const after = wall - offsetAt(timeZone, wall + day);
  const isShown = (time: number) => time + offsetAt(timeZone, time) === wall;
  return isShown(before) || !isShown(after) ? before : after;
}

/** Zones change their offsets at full quarters of an hour. */
const quarter = 15 * minute;

/** Offsets that are kept of each zone: those of more than a year. */
const maxOffsets = 40_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** How far the clocks of a zone are ahead of UTC at a time, in milliseconds. */
function offsetAt(timeZone: string, time: number): number {
  let known = offsets.get(timeZone);
  if (known === undefined || known.size >= maxOffsets) offsets.set(timeZone, (known = new Map()));
  const at = Math.floor(time / quarter);
  let offset = known.get(at);
  if (offset === undefined) known.set(at, (offset = lookUp(timeZone, at * quarter)));
  return offset;
}

function lookUp(timeZone: string, time: number): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formatters.set(timeZone, formatter);
  }
  const name = formatter.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * minute * (sign === '-' ? -1 : 1);
}

/** Whether clocks of a zone can be read: one of IANA's, such as Europe/Berlin, or an offset, such as +08:00. */
export function isTimeZone(name: string): boolean {
  try {
    lookUp(name, 0);
    return true;
  } catch {
    return false;
  }
}
