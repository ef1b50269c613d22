/**
 * Checks the fields of an object of an answer; those that it doesn't look at may hold anything.
 *
 * @throws TypeError whose message says which field is what, such as `.records[3].sessions is "x",
 *   not an integer from 0`. It quotes the answer
 */
export type FieldsCheck<Fields> = (fields: Partial<Fields>) => void;

/** @throws TypeError when a field is no text */
export function text(value: unknown, field: string): void {
  if (typeof value !== 'string') unexpected(`.${field}`, value, 'a string');
}

/** @throws TypeError when a field is no integer from 0 */
export function integer(value: unknown, field: string): void {
  if (Number.isInteger(value) ? (value as number) < 0 : !isBigCount(value)) {
    unexpected(`.${field}`, value, 'an integer from 0');
  }
}

/** @throws TypeError when a field is no number from 0 */
export function number(value: unknown, field: string): void {
  if (typeof value === 'number' ? !(value >= 0 && value < Infinity) : !isBigCount(value)) {
    unexpected(`.${field}`, value, 'a number from 0');
  }
}

/** @throws TypeError when a field is no list of objects that pass a check */
export function list<Fields>(values: unknown, field: string, check: FieldsCheck<Fields>): void {
  if (!Array.isArray(values)) return unexpected(`.${field}`, values, 'a list');
  let index = 0;
  try {
    for (; index < values.length; index++) object(values[index], check);
  } catch (error) {
    const fault = error as TypeError;
    fault.message = `.${field}[${index}]${fault.message}`;
    throw fault;
  }
}

/** @throws TypeError when a value is no object that passes a check */
export function object<Fields>(value: unknown, check: FieldsCheck<Fields>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    unexpected('', value, 'an object');
  }
  check(value as Partial<Fields>);
}

function isBigCount(value: unknown): boolean {
  return typeof value === 'bigint' && value >= 0;
}

function unexpected(field: string, value: unknown, expected: string): never {
  const shown = typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
  throw new TypeError(
    `${field} is ${shown === undefined ? 'missing' : `${shown.slice(0, 100)}, not ${expected}`}`,
  );
}
