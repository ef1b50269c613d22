import { firstOtherNumber, ipv4Text } from '../sql/address-sql.ts';
import { type KeyColumn, kindOf } from './key-columns.ts';

/**
 * Rows with the names of what is numbered in one of their columns, in a column `name`.
 *
 * @param rows - a table, or a common table expression that is materialized; with few rows: they
 *   are hashed, and the dictionary streams by
 * @param column - the column of the numbers
 * @param key - what they number
 */
export function named(rows: string, column: string, key: KeyColumn): string {
  switch (kindOf(key)) {
    case 'port':
      return `(SELECT *, ${column}::VARCHAR AS name FROM ${rows})`;
    case 'address':
      return `(
        SELECT *, ${ipv4Text(column)} AS name FROM ${rows} WHERE ${column} < ${firstOtherNumber}
        UNION ALL
        ${fromDictionary('addresses', rows, column)}
      )`;
    case 'host':
      return `(${fromDictionary('hosts', rows, column)})`;
    default:
      return `(${fromDictionary('names', rows, column)})`;
  }
}

function fromDictionary(dictionary: string, rows: string, column: string): string {
  const names = `(SELECT number AS of_name, name FROM ${dictionary})`;
  return `SELECT rows.*, name FROM ${names} JOIN ${rows} rows ON of_name = ${column}`;
}

/** Expression of the name of a number, for few rows: each is looked up. */
export function nameOf(number: string, key: KeyColumn): string {
  const lookUp = (dictionary: string) =>
    `(SELECT name FROM ${dictionary} WHERE ${dictionary}.number = ${number})`;
  switch (kindOf(key)) {
    case 'port':
      return `${number}::VARCHAR`;
    case 'address':
      return `CASE WHEN ${number} < ${firstOtherNumber} THEN ${ipv4Text(number)} ELSE ${lookUp('addresses')} END`;
    case 'host':
      return lookUp('hosts');
    default:
      return lookUp('names');
  }
}
