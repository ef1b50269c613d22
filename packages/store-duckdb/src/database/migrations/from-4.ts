import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * From versions 3 and 4, whose rollups had groups and pairs by hour, to version 5, which has hourly
 * aggregates. The rollups are made again afterwards, beside other work.
 */

const oldRollups = `
  SELECT table_name FROM duckdb_tables()
  WHERE NOT temporary
    AND (table_name IN ('totals', 'rolled') OR regexp_matches(table_name, '^(groups|pairs)_'))`;

/** Removes the rollups of version 3 or 4, within the transaction of the caller. */
export async function dropOldRollups(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll(oldRollups);
  for (const [table] of reader.getRows()) await connection.run(`DROP TABLE ${String(table)}`);
}
