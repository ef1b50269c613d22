import type { DuckDBConnection } from '@duckdb/node-api';
import { firstOtherNumber, ipv4Number, isIpv4 } from '../address-sql.ts';
import { countRows } from './count-rows.ts';

/*
 * From version 2, where every address had a place in the dictionary and nothing was rolled up, to
 * version 3, where an IPv4 address is its own number, hosts have a dictionary of their own and flows
 * come in batches. The rollups are
 * made afterwards, beside other work.
 */

/** Flows in a batch: few enough to be rolled up in one go. */
const batchSize = 250_000;

const fillAddresses = `
  INSERT INTO addresses
  SELECT ${firstOtherNumber} - 1 + row_number() OVER (), name
  FROM addresses_2 WHERE NOT ${isIpv4('name')}`;

const renumber = `
  CREATE TEMP TABLE renumbered AS
  SELECT number AS old, ${ipv4Number('name')} AS number
  FROM addresses_2 WHERE ${isIpv4('name')}
  UNION ALL
  SELECT old.number, new.number FROM addresses_2 old JOIN addresses new USING (name)`;

const fillFlows = `
  INSERT INTO flows (batch, scope, src_ip, src_port, dst_ip, dst_port, protocol, app, dst_host,
    src_region_name, dst_region_name, action, vsys, to_s_bytes, to_c_bytes, to_s_pkts, to_c_pkts,
    start_time, end_time)
  SELECT 1 + f.rowid // ${batchSize}, scope, s.number, src_port, d.number, dst_port, protocol, app,
    dst_host, src_region_name, dst_region_name, action, vsys, to_s_bytes, to_c_bytes, to_s_pkts,
    to_c_pkts, start_time, end_time
  FROM flows_2 f
  JOIN renumbered s ON s.old = f.src_ip
  JOIN renumbered d ON d.old = f.dst_ip`;

const otherNames = ['protocol', 'app', 'src_region_name', 'dst_region_name', 'action'];

/** Names keep their numbers. */
function namesOf(columns: readonly string[]): string {
  const used = columns.map((column) => `SELECT ${column} FROM flows_2`).join(' UNION ');
  return `FROM names_2 WHERE number IN (${used})`;
}

/**
 * Brings the tables of version 2 to version 3, within the transaction of the caller.
 *
 * @param tables - creates the tables that hold flows, of version 3 or a later one
 */
export async function migrateFrom2(connection: DuckDBConnection, tables: string): Promise<void> {
  for (const table of ['addresses', 'names', 'scopes', 'flows']) {
    await connection.run(`ALTER TABLE ${table} RENAME TO ${table}_2`);
  }
  await connection.run(tables);
  await connection.run(`INSERT INTO hosts ${namesOf(['dst_host'])}`);
  await connection.run(`INSERT INTO names ${namesOf(otherNames)}`);
  await connection.run('INSERT INTO scopes FROM scopes_2');
  await connection.run(fillAddresses);
  await connection.run(renumber);
  await connection.run(fillFlows);
  await connection.run('DROP TABLE renumbered');
  const before = await countRows(connection, 'flows_2');
  const after = await countRows(connection, 'flows');
  if (before !== after) throw new Error(`Of ${before} flows, ${after} came over to version 3`);
  for (const table of ['addresses', 'names', 'scopes', 'flows']) {
    await connection.run(`DROP TABLE ${table}_2`);
  }
}
