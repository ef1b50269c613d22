import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type FieldKind,
  type FlowField,
  fieldRules,
  flowFields,
  StoreError,
} from '@cfw-flow/store';

/** Version of the tables below. A data directory of another version is not opened. */
const schemaVersion = 1;

/** Type of a field's column. */
export function columnType(field: FlowField): string {
  return typeOfKind(fieldRules[field].kind);
}

function typeOfKind(kind: FieldKind): string {
  switch (kind) {
    case 'port':
      return 'USMALLINT';
    case 'count':
    case 'time':
      return 'BIGINT';
    default:
      return 'VARCHAR';
  }
}

/**
 * Creates the tables of an empty database.
 *
 * @throws {@link StoreError} `DATA_INCOMPATIBLE` when they are of another version
 */
export async function createSchema(connection: DuckDBConnection, place: string): Promise<void> {
  const columns = flowFields.map((field) => {
    const required = fieldRules[field].required ? ' NOT NULL' : '';
    return `${field} ${columnType(field)}${required}`;
  });
  await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const reader = await connection.runAndReadAll('SELECT version FROM schema_version');
  const version = reader.getRows()[0]?.[0];
  if (version === undefined) {
    await connection.run('BEGIN TRANSACTION');
    await connection.run(`CREATE TABLE flows (
      ${columns.join(',\n      ')},
      asset_is_private BOOLEAN NOT NULL
    )`);
    await connection.run(`CREATE TABLE sources (
      identity VARCHAR PRIMARY KEY,
      name VARCHAR NOT NULL,
      flows BIGINT NOT NULL,
      rejected BIGINT NOT NULL,
      taken_in TIMESTAMPTZ NOT NULL DEFAULT now()
    )`);
    await connection.run(`INSERT INTO schema_version VALUES (${schemaVersion})`);
    await connection.run('COMMIT');
  } else if (version !== schemaVersion) {
    throw new StoreError(
      'DATA_INCOMPATIBLE',
      `${place} has schema version ${String(version)}, this cfw-flow reads version ${schemaVersion}. Use the cfw-flow that wrote it, or another data directory.`,
    );
  }
}
