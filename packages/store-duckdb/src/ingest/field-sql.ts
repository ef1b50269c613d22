import { type FlowField, fieldRules, maxTime, minTime } from '@cfw-flow/store';

/*
 * What a field may hold, as SQL over its text.
 */

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Whether a text is what a field takes; for fields that are UUIDs or one of a few words. */
export function isValid(field: FlowField, text: string): string {
  const { kind } = fieldRules[field];
  if (typeof kind === 'object') return `${text} IN (${kind.map(quote).join(', ')})`;
  if (kind === 'uuid') return `regexp_full_match(${text}, ${quote(uuid)})`;
  throw new Error(`${field} is neither a UUID nor a word`);
}

/** The number that a text is, or null when it is not one that its field takes. */
export function numberOf(field: FlowField, text: string): string {
  const { kind } = fieldRules[field];
  if (typeof kind === 'object')
    return `CASE WHEN ${isValid(field, text)} THEN ${text}::UTINYINT END`;
  // Digits that a number writes back are digits without sign, point or leading zeros.
  const number = `TRY_CAST(${text} AS ${kind === 'port' ? 'USMALLINT' : 'BIGINT'})`;
  const exact = `${number}::VARCHAR = ${text}`;
  switch (kind) {
    case 'port':
      return `CASE WHEN ${exact} THEN ${number} END`;
    case 'count':
      return `CASE WHEN ${exact} AND ${number} >= 0 THEN ${number} END`;
    case 'time':
      return `CASE WHEN ${exact} AND ${number} BETWEEN ${minTime} AND ${maxTime} THEN ${number} END`;
    default:
      throw new Error(`${field} is not a number`);
  }
}

/** A text as a literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
