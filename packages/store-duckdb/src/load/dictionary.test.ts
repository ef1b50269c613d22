import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Dictionary } from './dictionary.ts';

let connection: DuckDBConnection;
beforeEach(async () => {
  const database = await DuckDBInstance.create(':memory:');
  connection = await database.connect();
  await connection.run('CREATE TABLE hosts (number INTEGER NOT NULL, name VARCHAR NOT NULL)');
  onTestFinished(() => {
    connection.closeSync();
    database.closeSync();
  });
});

const texts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => `host-${from + place}.example`);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => from + place + 1);

async function held(): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT count(*), count(DISTINCT name) FROM hosts');
  const [[rows, names]] = reader.getRows() as [[bigint, bigint]];
  expect(rows).toBe(names);
  return Number(rows);
}

describe('a dictionary', () => {
  it('gives each text one number, whatever it remembers', async () => {
    for (const capacity of [1, 50, 1000]) {
      await connection.run('DELETE FROM hosts');
      const dictionary = await Dictionary.open(connection, 'hosts', 1, capacity);
      expect(await dictionary.numbersOf(texts(0, 100))).toEqual(numbers(0, 100));
      expect(await dictionary.numbersOf(texts(90, 300))).toEqual(numbers(90, 300));
      expect(await dictionary.numbersOf(texts(0, 300))).toEqual(numbers(0, 300));
      expect(await held()).toBe(300);
    }
  });

  it('goes on with what the table has, which it reads as a whole or asks for', async () => {
    await (await Dictionary.open(connection, 'hosts', 1)).numbersOf(texts(0, 25_000));
    for (const capacity of [100, 100_000]) {
      const dictionary = await Dictionary.open(connection, 'hosts', 1, capacity);
      expect(await dictionary.numbersOf(texts(24_000, 25_100))).toEqual(numbers(24_000, 25_100));
      expect(await held()).toBe(25_100);
    }
  });

  it('forgets what was added in a write that is aborted', async () => {
    const dictionary = await Dictionary.open(connection, 'hosts', 1);
    await connection.run('BEGIN');
    await dictionary.numbersOf(texts(0, 10));
    await connection.run('ROLLBACK');
    dictionary.aborted();
    const [number] = await dictionary.numbersOf(['host-3.example']);
    const reader = await connection.runAndReadAll('SELECT number, name FROM hosts');
    expect(reader.getRows()).toEqual([[number, 'host-3.example']]);
  });
});
