import { canonicalAddress, type HomeNetworks } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isIpv4, isPrivate } from '../database/address-sql.ts';

/*
 * Which addresses of a chunk are at home, as the table `homes`: by their spelling, with their name.
 */

/**
 * Looks at the addresses of `raw_rows`.
 *
 * @param texts - expressions for them
 */
export async function findHomes(
  connection: DuckDBConnection,
  texts: readonly string[],
  home: HomeNetworks,
): Promise<void> {
  const seen = texts.map((text) => `SELECT ${text} AS written FROM raw_rows`).join(' UNION ');
  const isKnown = home.networks === undefined ? isIpv4('written') : 'false';
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE homes AS
    SELECT written, CASE WHEN ${isKnown} THEN written END AS name, ${isPrivate('written')} AS is_home
    FROM (${seen}) WHERE written IS NOT NULL`);
  const others = await connection.runAndReadAll('SELECT written FROM homes WHERE name IS NULL');
  if (others.currentRowCount === 0) return;
  await connection.run('DELETE FROM homes WHERE name IS NULL');
  const appender = await connection.createAppender('homes', 'main', 'temp');
  for (const [written] of others.getRows()) {
    const name = canonicalAddress(String(written));
    if (name === undefined) continue;
    appender.appendVarchar(String(written));
    appender.appendVarchar(name);
    appender.appendBoolean(home.contains(name));
    appender.endRow();
  }
  appender.closeSync();
}
