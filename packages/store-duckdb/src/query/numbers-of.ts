import { type FieldKind, ipv4Bits } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { dictionaryOf } from '../schema/key-columns.ts';

const maxPort = 65_535;

/** The numbers that the flows have for values of a kind; none for a value that no flow ever had. */
export async function numbersOf(
  connection: Connection,
  kind: FieldKind,
  values: readonly string[],
): Promise<number[]> {
  const dictionary = dictionaryOf(kind);
  if (dictionary === undefined) return values.filter(isPort).map(Number);
  if (dictionary !== 'addresses') return lookUp(connection, dictionary, values);
  const bits = values.map(ipv4Bits);
  const others = values.filter((_, place) => bits[place] === undefined);
  const numbers = await lookUp(connection, dictionary, others);
  return [...bits.filter((number) => number !== undefined), ...numbers];
}

async function lookUp(
  connection: Connection,
  dictionary: string,
  texts: readonly string[],
): Promise<number[]> {
  if (texts.length === 0) return [];
  const places = texts.map(() => '?').join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT number FROM ${dictionary} WHERE name IN (${places})`,
    [...texts],
  );
  return reader.getRows().map(([number]) => Number(number));
}

function isPort(value: string): boolean {
  return String(Number(value)) === value && Number(value) >= 0 && Number(value) <= maxPort;
}
