import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * From version 3, which knew of no threat lists, to version 4, where a flow has what they flag, and
 * rollups of that. Flows that were ingested before are flagged by nothing until they are tagged again.
 */

const columns = [
  'risk_ip BIGINT',
  'risk_ip_region INTEGER',
  'risk_ip_list INTEGER',
  'risk_host INTEGER',
  'risk_host_list INTEGER',
];

const groups = ['risk_ip', 'risk_host'];

const pairs = {
  risk_ip: ['app', 'dst_port', 'src_ip', 'dst_ip'],
  risk_host: ['app', 'dst_port', 'src_ip', 'dst_ip'],
};

/** Pairs whose last time is kept, too. */
const latest = { risk_ip: ['risk_ip_region', 'risk_ip_list'], risk_host: ['risk_host_list'] };

/** Brings the tables of version 3 to version 4, within the transaction of the caller. */
export async function migrateFrom3(connection: DuckDBConnection): Promise<void> {
  for (const column of columns) await connection.run(`ALTER TABLE flows ADD COLUMN ${column}`);
  for (const level of ['hours', 'days']) {
    for (const group of groups) {
      await connection.run(`
        CREATE TABLE groups_${group}_${level} (
          span INTEGER NOT NULL, scope INTEGER NOT NULL, key BIGINT NOT NULL,
          sessions BIGINT NOT NULL, request_byte BIGINT NOT NULL,
          request_byte_carry BIGINT NOT NULL, response_byte BIGINT NOT NULL,
          response_byte_carry BIGINT NOT NULL, last_time BIGINT NOT NULL
        )`);
    }
    await createPairs(connection, level, pairs, '');
    await createPairs(connection, level, latest, ', last_time BIGINT NOT NULL');
  }
}

async function createPairs(
  connection: DuckDBConnection,
  level: string,
  entriesOf: Readonly<Record<string, readonly string[]>>,
  more: string,
): Promise<void> {
  for (const [key, entries] of Object.entries(entriesOf)) {
    for (const entry of entries) {
      await connection.run(`
        CREATE TABLE pairs_${key}_${entry}_${level} (
          span INTEGER NOT NULL, scope INTEGER NOT NULL, key BIGINT NOT NULL,
          entry BIGINT NOT NULL, sessions BIGINT NOT NULL${more}
        )`);
    }
  }
}
