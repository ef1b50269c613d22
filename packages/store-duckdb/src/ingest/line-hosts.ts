import type { HostName, HostSource } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { name } from './raw-rows.ts';

/*
 * The hosts that lines of a source name for flows of it, as the table `line_hosts`: of each key the
 * first one. `seq` is the place of its line in the source, so that it makes no difference where a
 * chunk ends.
 */

/** Begins with no hosts. */
export const createLineHosts = `
  CREATE OR REPLACE TEMP TABLE line_hosts (key VARCHAR, name VARCHAR, seq BIGINT)`;

/**
 * Adds the hosts that `raw_rows` name.
 *
 * @param rows - a condition for the rows that may name some
 */
export function addRawHosts({ key, names }: HostSource, before: number, rows = 'true'): string {
  const host = `coalesce(${names.map(name).join(', ')})`;
  return add(`
    SELECT ${name(key)} AS key, ${host} AS name,
      ${before} + rowid - (SELECT min(rowid) FROM raw_rows) + 1 AS seq
    FROM raw_rows WHERE ${rows}`);
}

/** Adds hosts that the plain reader found, each with its place. */
export async function addHosts(
  connection: DuckDBConnection,
  hosts: readonly (HostName & { seq: number })[],
): Promise<void> {
  if (hosts.length === 0) return;
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE new_hosts (key VARCHAR, name VARCHAR, seq BIGINT)',
  );
  const appender = await connection.createAppender('new_hosts', 'main', 'temp');
  for (const host of hosts) {
    appender.appendVarchar(host.key);
    appender.appendVarchar(host.name.toWellFormed());
    appender.appendBigInt(BigInt(host.seq));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(add('FROM new_hosts'));
  await connection.run('DROP TABLE new_hosts');
}

/** What a chunk adds may come before what it has added already. */
function add(hosts: string): string {
  return `
    CREATE OR REPLACE TEMP TABLE line_hosts AS
    SELECT key, arg_min(name, seq) AS name, min(seq) AS seq
    FROM (FROM line_hosts UNION ALL (FROM (${hosts}) WHERE key IS NOT NULL AND name IS NOT NULL))
    GROUP BY key`;
}
