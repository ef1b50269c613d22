import type { Connection } from '../database/connection.ts';
import { rows } from '../database/rows.ts';
import { dictionaryOf, type KeyColumn, kindOf } from '../schema/key-columns.ts';
import { firstOtherNumber } from '../sql/address-sql.ts';

/** A number that the flows have in a column. */
export interface ColumnNumber {
  readonly column: KeyColumn;
  readonly number: number;
}

/** The names of few numbers, by {@link nameKey}. */
export async function namesOf(
  connection: Connection,
  numbers: readonly ColumnNumber[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const asked = new Map<string, Set<number>>();
  for (const one of numbers) {
    const dictionary = dictionaryWith(one);
    const { number } = one;
    if (dictionary === undefined) names.set(nameKey(one), ownName(one));
    else asked.set(dictionary, (asked.get(dictionary) ?? new Set()).add(number));
  }
  const lookUps = [...asked].map(
    ([dictionary, wanted]) =>
      `SELECT '${dictionary}' AS dictionary, number, name FROM ${dictionary} WHERE number IN (${[...wanted].join(', ')})`,
  );
  if (lookUps.length === 0) return names;
  for (const row of await rows(connection, lookUps.join(' UNION ALL '))) {
    names.set(`${String(row['dictionary'])} ${String(row['number'])}`, String(row['name']));
  }
  return names;
}

/** Where the name of a number is among others. */
export function nameKey(one: ColumnNumber): string {
  return `${dictionaryWith(one) ?? kindOf(one.column)} ${one.number}`;
}

/** The table that has the name of a number; none when that is the number itself. */
function dictionaryWith({ column, number }: ColumnNumber): string | undefined {
  const dictionary = dictionaryOf(kindOf(column));
  return dictionary === 'addresses' && number < firstOtherNumber ? undefined : dictionary;
}

function ownName({ column, number }: ColumnNumber): string {
  if (kindOf(column) === 'port') return String(number);
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');
}
