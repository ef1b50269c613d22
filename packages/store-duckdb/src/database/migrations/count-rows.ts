import type { DuckDBConnection } from '@duckdb/node-api';

/** How many rows a table has. */
export async function countRows(connection: DuckDBConnection, table: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
  return Number(reader.getRows()[0]![0]);
}
