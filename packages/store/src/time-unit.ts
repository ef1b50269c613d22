const units = [
  { name: 'seconds', digits: 10 },
  { name: 'milliseconds', digits: 13 },
  { name: 'microseconds', digits: 16 },
  { name: 'nanoseconds', digits: 19 },
] as const;

/**
 * The unit that a time stamp since 1970 UTC is probably in, by its whole digits: those of the years
 * 2001 to 2286.
 *
 * @returns nothing when it looks like none
 */
export function likelyUnit(text: string): (typeof units)[number]['name'] | undefined {
  const whole = /^([1-9][0-9]*)(?:\.[0-9]+)?$/.exec(text)?.[1];
  return units.find(({ digits }) => digits === whole?.length)?.name;
}

/** Whether a time stamp is probably one in seconds that counts from the start of a capture. */
export function isRelativeTime(text: string): boolean {
  return /^(0\.[0-9]+|[1-9][0-9]{0,6}(\.[0-9]+)?)$/.test(text);
}
