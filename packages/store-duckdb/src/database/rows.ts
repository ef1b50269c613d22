import type { JS } from '@duckdb/node-api';
import type { Connection } from './connection.ts';

/** A row by its columns. */
export type Row = Record<string, JS>;

/** The rows that a query gives. */
export async function rows(connection: Connection, sql: string): Promise<Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}
