import { setImmediate } from 'node:timers/promises';
import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * What is known of the addresses and hosts of a chunk, beside the log. Each distinct one is looked
 * up once, in JavaScript; what was found comes back as tables of few rows, `found_…`, and is joined
 * to what dictionary.ts has numbered.
 */

/** Look-ups before others get their turn: a few milliseconds. */
const atATime = 2000;

/** Tables that live as long as a chunk. */
export const temporaryFindings = [
  'found_addresses',
  'found_hosts',
  'known_spellings',
  'known_hosts',
];

/** What may have to be looked up: (name), of each table. */
const chunkAddresses = 'SELECT DISTINCT name FROM numbered_spellings WHERE number IS NOT NULL';
const chunkHosts = 'SELECT name FROM numbered_hosts';

/** Names of regions and threat lists that were found. */
export const foundNames = `
  SELECT region FROM found_addresses WHERE region IS NOT NULL
  UNION ALL SELECT risk FROM found_addresses WHERE risk IS NOT NULL
  UNION ALL SELECT risk FROM found_hosts`;

/** Adds the numbers of what was found: `region` and `risk` of spellings, `risk` of hosts. */
export const joinFound = `
  CREATE OR REPLACE TEMP TABLE known_spellings AS
  SELECT s.written, s.number, s.is_private, f.region, f.risk
  FROM numbered_spellings s LEFT JOIN (
    SELECT f.name, r.number AS region, t.number AS risk
    FROM found_addresses f
    LEFT JOIN numbered_names r ON r.name = f.region
    LEFT JOIN numbered_names t ON t.name = f.risk
  ) f ON f.name = s.name;
  CREATE OR REPLACE TEMP TABLE known_hosts AS
  SELECT h.name, h.number, f.risk
  FROM numbered_hosts h LEFT JOIN (
    SELECT f.name, t.number AS risk FROM found_hosts f JOIN numbered_names t ON t.name = f.risk
  ) f ON f.name = h.name`;

/** Looks up the addresses and hosts of a chunk. */
export async function findOut(
  connection: DuckDBConnection,
  enrichment: Enrichment | undefined,
  addresses = chunkAddresses,
  hosts = chunkHosts,
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE found_addresses (name VARCHAR, region VARCHAR, risk VARCHAR);
    CREATE OR REPLACE TEMP TABLE found_hosts (name VARCHAR, risk VARCHAR)`);
  if (enrichment === undefined) return;
  await lookUp(connection, addresses, 'found_addresses', (address) => [
    enrichment.region(address),
    enrichment.risk(address),
  ]);
  await lookUp(connection, hosts, 'found_hosts', (host) => [enrichment.riskHost(host)]);
}

/** Looks each name up, and keeps those of which something is known. */
async function lookUp(
  connection: DuckDBConnection,
  query: string,
  table: string,
  find: (name: string) => (string | undefined)[],
): Promise<void> {
  const [names = []] = (await connection.runAndReadAll(query)).getColumns() as string[][];
  const appender = await connection.createAppender(table, 'main', 'temp');
  try {
    for (const [place, name] of names.entries()) {
      if (place % atATime === atATime - 1) await setImmediate();
      const found = find(name);
      if (found.every((text) => text === undefined)) continue;
      appender.appendVarchar(name);
      for (const text of found) {
        // Nothing but whole characters can be kept.
        if (text === undefined) appender.appendNull();
        else appender.appendVarchar(text.toWellFormed());
      }
      appender.endRow();
    }
  } finally {
    appender.closeSync();
  }
}
