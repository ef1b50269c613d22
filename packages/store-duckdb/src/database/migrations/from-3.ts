import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * From version 3, which knew of no threat lists, to version 4, where a flow has what they flag. Flows
 * that were ingested before are flagged by nothing until they are re-enriched.
 */

const columns = [
  'risk_ip BIGINT',
  'risk_ip_region INTEGER',
  'risk_ip_list INTEGER',
  'risk_host INTEGER',
  'risk_host_list INTEGER',
];

/** Brings the flows of version 3 to version 4, within the transaction of the caller. */
export async function migrateFrom3(connection: DuckDBConnection): Promise<void> {
  for (const column of columns) await connection.run(`ALTER TABLE flows ADD COLUMN ${column}`);
}
