import { canonicalAddress, type InternalNetworks } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isIpv4, isPrivate } from '../database/address-sql.ts';

/*
 * Which addresses of a chunk are at internal, as the table `internal_addresses`: by their spelling, with their name.
 */

/**
 * Looks at the addresses of `raw_rows`.
 *
 * @param texts - expressions for them
 */
export async function findInternalAddresses(
  connection: DuckDBConnection,
  texts: readonly string[],
  internal: InternalNetworks,
): Promise<void> {
  const seen = texts.map((text) => `SELECT ${text} AS written FROM raw_rows`).join(' UNION ');
  const isKnown = internal.networks === undefined ? isIpv4('written') : 'false';
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE internal_addresses AS
    SELECT written, CASE WHEN ${isKnown} THEN written END AS name, ${isPrivate('written')} AS is_internal
    FROM (${seen}) WHERE written IS NOT NULL`);
  const others = await connection.runAndReadAll(
    'SELECT written FROM internal_addresses WHERE name IS NULL',
  );
  if (others.currentRowCount === 0) return;
  await connection.run('DELETE FROM internal_addresses WHERE name IS NULL');
  const appender = await connection.createAppender('internal_addresses', 'main', 'temp');
  for (const [written] of others.getRows()) {
    const name = canonicalAddress(String(written));
    if (name === undefined) continue;
    appender.appendVarchar(String(written));
    appender.appendVarchar(name);
    appender.appendBoolean(internal.contains(name));
    appender.endRow();
  }
  appender.closeSync();
}
