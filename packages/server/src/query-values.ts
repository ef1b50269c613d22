import type { Parameter } from './contract.ts';

/**
 * Gives the texts of a query string the types of the contract. A text that is not of its
 * parameter's type stays as it is, for the validation to refuse.
 */
export function queryValues(
  parameters: readonly Parameter[],
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, schema } of parameters) {
    const given = query[name];
    if (given === undefined) continue;
    if (schema.type === 'integer' && typeof given === 'string') values[name] = integer(given);
    else if (schema.type === 'array') values[name] = [given].flat().flatMap(commaJoined);
    else values[name] = given;
  }
  return values;
}

/** As JSON writes integers: without leading zeros, and 0 without a sign. */
function integer(text: string): number | string {
  return /^(?:0|-?[1-9][0-9]*)$/.test(text) && Number.isSafeInteger(Number(text))
    ? Number(text)
    : text;
}

function commaJoined(value: unknown): unknown[] {
  return typeof value === 'string' ? value.split(',') : [value];
}
