import { firstOtherNumber, ipv4Text } from '../sql/address-sql.ts';
import { dictionaryOf, type KeyColumn, kindOf } from './key-columns.ts';

/**
 * Rows with the names of what is numbered in one of their columns, in a column `name`.
 *
 * @param rows - a table, or a common table expression that is materialized; with few rows: they
 *   are hashed, and the dictionary streams by
 * @param column - the column of the numbers
 * @param key - what they number
 */
export function named(rows: string, column: string, key: KeyColumn): string {
  const dictionary = dictionaryOf(kindOf(key));
  if (dictionary === undefined) return `(SELECT *, ${column}::VARCHAR AS name FROM ${rows})`;
  const texts = fromDictionary(dictionary, rows, column);
  if (dictionary !== 'addresses') return `(${texts})`;
  return `(
        SELECT *, ${ipv4Text(column)} AS name FROM ${rows} WHERE ${column} < ${firstOtherNumber}
        UNION ALL
        ${texts}
      )`;
}

function fromDictionary(dictionary: string, rows: string, column: string): string {
  const names = `(SELECT number AS of_name, name FROM ${dictionary})`;
  return `SELECT rows.*, name FROM ${names} JOIN ${rows} rows ON of_name = ${column}`;
}

/** Expression of the name of a number, for few rows: each is looked up. */
export function nameOf(number: string, key: KeyColumn): string {
  const dictionary = dictionaryOf(kindOf(key));
  if (dictionary === undefined) return `${number}::VARCHAR`;
  const text = `(SELECT name FROM ${dictionary} WHERE ${dictionary}.number = ${number})`;
  if (dictionary !== 'addresses') return text;
  return `CASE WHEN ${number} < ${firstOtherNumber} THEN ${ipv4Text(number)} ELSE ${text} END`;
}
