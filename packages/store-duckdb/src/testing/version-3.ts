import type { DuckDBConnection } from '@duckdb/node-api';

/** What version 4 added: what threat lists flag, and logs that are known by their beginning. */
const added = `
  SELECT 'DROP TABLE ' || table_name FROM duckdb_tables()
  WHERE table_name LIKE '%\\_risk\\_%' ESCAPE '\\' OR table_name IN ('logs', 'log_marks')
  UNION ALL
  SELECT 'ALTER TABLE flows DROP COLUMN ' || column_name FROM duckdb_columns()
  WHERE table_name = 'flows' AND column_name LIKE 'risk%'`;

/** Makes a database of version 4 one of version 3. */
export async function makeVersion3(connection: DuckDBConnection): Promise<void> {
  const statements = await connection.runAndReadAll(added);
  for (const [statement] of statements.getRows()) await connection.run(String(statement));
  await connection.run('UPDATE schema_version SET version = 3');
}
