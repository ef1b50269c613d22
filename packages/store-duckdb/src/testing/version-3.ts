import type { DuckDBConnection } from '@duckdb/node-api';

/** What later versions added: what threat lists flag, logs that are known by their beginning, and today's rollups. */
const added = `
  SELECT 'DROP TABLE ' || table_name FROM duckdb_tables()
  WHERE regexp_matches(table_name, '^(hourly|daily)_') OR table_name IN ('logs', 'log_marks')
  UNION ALL
  SELECT 'ALTER TABLE flows DROP COLUMN ' || column_name FROM duckdb_columns()
  WHERE table_name = 'flows' AND column_name LIKE 'risk%'`;

/** Rollups of version 3, one of each kind. */
const rollups = `
  CREATE TABLE groups_app_hours (
    span INTEGER NOT NULL, scope INTEGER NOT NULL, key BIGINT NOT NULL, sessions BIGINT NOT NULL
  );
  CREATE TABLE pairs_src_ip_app_days (
    span INTEGER NOT NULL, scope INTEGER NOT NULL, key BIGINT NOT NULL, entry BIGINT NOT NULL,
    sessions BIGINT NOT NULL
  )`;

/** Makes a database of today one of version 3. */
export async function makeVersion3(connection: DuckDBConnection): Promise<void> {
  const statements = await connection.runAndReadAll(added);
  for (const [statement] of statements.getRows()) await connection.run(String(statement));
  await connection.run(rollups);
  await connection.run('UPDATE schema_version SET version = 3');
}
