import type { DuckDBConnection } from '@duckdb/node-api';
import { countRows } from './count-rows.ts';

/*
 * From version 1, where every flow carried its own texts, to version 2, where it has their numbers.
 */

const tables = `
  CREATE TABLE addresses (number INTEGER NOT NULL, name VARCHAR NOT NULL);
  CREATE TABLE names (number INTEGER NOT NULL, name VARCHAR NOT NULL);
  CREATE TABLE scopes (
    scope INTEGER NOT NULL,
    fw_instance_id VARCHAR NOT NULL,
    log_type VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    vgw_id VARCHAR,
    asset_is_private BOOLEAN NOT NULL,
    opens_port BOOLEAN NOT NULL
  );
  CREATE TABLE flows (
    scope INTEGER NOT NULL,
    src_ip INTEGER NOT NULL,
    src_port USMALLINT,
    dst_ip INTEGER NOT NULL,
    dst_port USMALLINT,
    protocol INTEGER NOT NULL,
    app INTEGER,
    dst_host INTEGER,
    src_region_name INTEGER,
    dst_region_name INTEGER,
    action INTEGER,
    vsys UTINYINT,
    to_s_bytes BIGINT NOT NULL,
    to_c_bytes BIGINT NOT NULL,
    to_s_pkts BIGINT,
    to_c_pkts BIGINT,
    start_time BIGINT,
    end_time BIGINT NOT NULL
  );`;

const fillAddresses = `
  INSERT INTO addresses
  SELECT row_number() OVER (), name
  FROM (SELECT src_ip AS name FROM flows_1 UNION SELECT dst_ip FROM flows_1)`;

const fillNames = `
  INSERT INTO names
  SELECT row_number() OVER (), name
  FROM (
    SELECT protocol AS name FROM flows_1
    UNION SELECT app FROM flows_1
    UNION SELECT dst_host FROM flows_1
    UNION SELECT src_region_name FROM flows_1
    UNION SELECT dst_region_name FROM flows_1
    UNION SELECT action FROM flows_1
  )
  WHERE name IS NOT NULL`;

const fillScopes = `
  INSERT INTO scopes
  SELECT row_number() OVER (), *
  FROM (
    SELECT DISTINCT fw_instance_id, log_type, direction, vgw_id, asset_is_private,
      direction = 'out2in' AND to_c_bytes > 0
    FROM flows_1
  )`;

/** The small tables are hashed and the flows stream by, in their order. */
const fillFlows = `
  INSERT INTO flows BY NAME
  SELECT scope, s.number AS src_ip, src_port, d.number AS dst_ip, dst_port,
    protocol.number AS protocol, app.number AS app, dst_host.number AS dst_host,
    src_region_name.number AS src_region_name, dst_region_name.number AS dst_region_name,
    action.number AS action, vsys::UTINYINT AS vsys,
    to_s_bytes, to_c_bytes, to_s_pkts, to_c_pkts, start_time, end_time
  FROM flows_1 f
  JOIN addresses s ON s.name = f.src_ip
  JOIN addresses d ON d.name = f.dst_ip
  JOIN names protocol ON protocol.name = f.protocol
  LEFT JOIN names app ON app.name = f.app
  LEFT JOIN names dst_host ON dst_host.name = f.dst_host
  LEFT JOIN names src_region_name ON src_region_name.name = f.src_region_name
  LEFT JOIN names dst_region_name ON dst_region_name.name = f.dst_region_name
  LEFT JOIN names action ON action.name = f.action
  JOIN scopes c ON c.fw_instance_id = f.fw_instance_id
    AND c.log_type = f.log_type
    AND c.direction = f.direction
    AND c.vgw_id IS NOT DISTINCT FROM f.vgw_id
    AND c.asset_is_private = f.asset_is_private
    AND c.opens_port = (f.direction = 'out2in' AND f.to_c_bytes > 0)`;

/** Brings the tables of version 1 to version 2, within the transaction of the caller. */
export async function migrateFrom1(connection: DuckDBConnection): Promise<void> {
  await connection.run('ALTER TABLE flows RENAME TO flows_1');
  await connection.run(tables);
  await connection.run(fillAddresses);
  await connection.run(fillNames);
  await connection.run(fillScopes);
  await connection.run(fillFlows);
  const before = await countRows(connection, 'flows_1');
  const after = await countRows(connection, 'flows');
  if (before !== after) throw new Error(`Of ${before} flows, ${after} came over to version 2`);
  await connection.run('DROP TABLE flows_1');
}
