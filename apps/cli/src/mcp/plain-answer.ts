import { maxTime } from '@cfw-flow/store';

/** Whether a field of an answer is a time, milliseconds since 1970 UTC. */
export function isTime(field: string): boolean {
  return field.endsWith('_time');
}

/** Fields that say the same in every record, or nothing. */
export const unsaid: ReadonlySet<string> = new Set([
  'agg_start_time',
  'agg_end_time',
  'name',
  'src_region_id',
  'dst_region_id',
]);

/**
 * The data of an answer as a model reads them: times as ISO 8601, a whole number beyond 2^53 as the text
 * of its digits, and nothing that says nothing.
 */
export function plainAnswer(data: unknown, field = ''): unknown {
  if (Array.isArray(data)) return data.map((entry) => plainAnswer(entry));
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data)
        .filter(([name, value]) => value !== null && value !== undefined && !unsaid.has(name))
        .map(([name, value]) => [name, plainAnswer(value, name)]),
    );
  }
  if (typeof data === 'bigint' || (isTime(field) && Number(data) > maxTime)) return String(data);
  return isTime(field) ? isoTime(Number(data)) : data;
}

/** A time in UTC to the second, such as `2024-04-29T19:00:00Z`. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
