/** A time, now when left out, as `X-Sdk-Date` carries it: `20260102T030405Z`. */
export function sdkDate(time = new Date()): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** The time that an `X-Sdk-Date` means, in milliseconds since 1970 UTC; nothing when it is none. */
export function parseSdkDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
