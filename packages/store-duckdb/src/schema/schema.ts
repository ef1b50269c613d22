import { StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createRollups } from './rollup-tables.ts';
import { migrations } from './migrations.ts';
import { inTransaction } from '../database/transaction.ts';

/** Version of the tables below. A change of them is a migration, too, of which each makes a version. */
export const schemaVersion = migrations.length + 1;

/**
 * The flows. A flow is a row of narrow numbers, nearly all of which repeat: texts are kept once, in
 * dictionaries, and a flow has their numbers under the names of its fields. Hosts are many; what is
 * numbered apart from them has small numbers, which take less room. `scope` is the number of
 * all that a question may choose flows by but time; `batch` that of the lines it came with. Columns
 * `risk_…` have what threat lists flag: the peer's address with its region, the host, and the names of
 * the lists.
 */
const flowTables = `
  CREATE TABLE addresses (number BIGINT NOT NULL, name VARCHAR NOT NULL);
  CREATE TABLE hosts (number INTEGER NOT NULL, name VARCHAR NOT NULL);
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
    batch BIGINT NOT NULL,
    scope INTEGER NOT NULL,
    src_ip BIGINT NOT NULL,
    src_port USMALLINT,
    dst_ip BIGINT NOT NULL,
    dst_port USMALLINT,
    protocol INTEGER NOT NULL,
    app INTEGER,
    dst_host INTEGER,
    src_region_name INTEGER,
    dst_region_name INTEGER,
    src_vpc INTEGER,
    dst_vpc INTEGER,
    action INTEGER,
    vsys UTINYINT,
    to_s_bytes BIGINT NOT NULL,
    to_c_bytes BIGINT NOT NULL,
    to_s_pkts BIGINT,
    to_c_pkts BIGINT,
    start_time BIGINT,
    end_time BIGINT NOT NULL,
    risk_ip BIGINT,
    risk_ip_region INTEGER,
    risk_ip_list INTEGER,
    risk_host INTEGER,
    risk_host_list INTEGER
  );`;

/** The rollups, and how far they are: `rolled` has one row, of which `rolled.ts` tells. */
const rollups = `
  ${createRollups}
  CREATE TABLE rolled (
    watermark BIGINT NOT NULL,
    hours_before INTEGER NOT NULL,
    recent_watermark BIGINT NOT NULL,
    recent_from BIGINT NOT NULL
  );
  INSERT INTO rolled VALUES (0, 0, 0, 0);`;

/** Batches that were ingested. */
const sources = `
  CREATE TABLE sources (
    identity VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    flows BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    ingested TIMESTAMPTZ NOT NULL DEFAULT now()
  )`;

/**
 * Logs, and how far each was ingested: its first `bytes`, whose hash is `digest`, with the hash from
 * which it is read again. `hash` has the first 64 bits of the digest, as `log_hashes` has of hashes on
 * the way.
 */
const logs = `
  CREATE TABLE logs (
    log INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    digest VARCHAR NOT NULL,
    base_bytes BIGINT NOT NULL,
    base_digest VARCHAR NOT NULL,
    hash UBIGINT NOT NULL,
    flows BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    ingested TIMESTAMPTZ NOT NULL
  );
  CREATE TABLE log_hashes (log INTEGER NOT NULL, bytes BIGINT NOT NULL, digest UBIGINT NOT NULL);`;

/** How many transactions were acknowledged: one row. */
const commits = `
  CREATE TABLE commits (number BIGINT NOT NULL);
  INSERT INTO commits VALUES (0);`;

/**
 * Creates the tables of an empty database, or brings those of an earlier version up to this one: all
 * of it, or nothing.
 *
 * @param steps - the migrations that there are
 * @throws {@link StoreError} `DATA_INCOMPATIBLE` when they are of a version that is not known
 */
export async function prepareSchema(
  connection: DuckDBConnection,
  place: string,
  steps = migrations,
): Promise<void> {
  const version = await versionOf(connection);
  const latest = steps.length + 1;
  if (version === latest) return;
  if (version === undefined) {
    if (await hasTables(connection)) {
      throw new StoreError(
        'DATA_INCOMPATIBLE',
        `${place} has a database of something else in it. Choose another data directory.`,
      );
    }
    await createTables(connection);
    return;
  }
  if (!isEarlier(version, latest)) {
    const known = latest === 1 ? 'version 1 only' : `versions 1 to ${latest}`;
    throw new StoreError(
      'DATA_INCOMPATIBLE',
      `${place} has schema version ${String(version)}, this cfw-flow reads ${known}. Use the cfw-flow that wrote it, or another data directory.`,
    );
  }
  await inTransaction(connection, async () => {
    for (const migrate of steps.slice(version - 1)) await migrate(connection);
    await connection.run(`UPDATE schema_version SET version = ${latest}`);
  });
}

async function createTables(connection: DuckDBConnection): Promise<void> {
  await inTransaction(connection, async () => {
    for (const tables of [flowTables, rollups, sources, logs, commits])
      await connection.run(tables);
    await connection.run('CREATE TABLE schema_version (version INTEGER NOT NULL)');
    await connection.run(`INSERT INTO schema_version VALUES (${schemaVersion})`);
  });
}

function isEarlier(version: unknown, latest: number): version is number {
  return Number.isInteger(version) && (version as number) >= 1 && (version as number) < latest;
}

/** Nothing when the database is empty. */
async function versionOf(connection: DuckDBConnection): Promise<unknown> {
  const found = await connection.runAndReadAll(
    "SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_version' AND NOT temporary",
  );
  if (found.currentRowCount === 0) return undefined;
  const reader = await connection.runAndReadAll('SELECT version FROM schema_version');
  return reader.getRows()[0]?.[0];
}

async function hasTables(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    'SELECT 1 FROM duckdb_tables() WHERE NOT temporary',
  );
  return reader.currentRowCount > 0;
}
