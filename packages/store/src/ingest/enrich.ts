import { setImmediate } from 'node:timers/promises';
import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';

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
  'found_names',
  'known_spellings',
  'known_hosts',
];

/** What is looked up of a chunk: (text, name), the name only where it is not the text. */
const chunkAddresses = `
  SELECT written, CASE WHEN name <> written THEN name END
  FROM numbered_spellings WHERE number IS NOT NULL`;
const chunkHosts = 'SELECT name, NULL FROM numbered_hosts';

/** Names of regions and threat lists that were found. */
export const foundNames = 'SELECT name FROM found_names';

/** The addresses of which something was found, with the numbers of its names. */
export const numberedFindings = `
  SELECT f.text, r.number AS region, t.number AS risk
  FROM found_addresses f
  LEFT JOIN (${placed()}) r ON r.place = f.region
  LEFT JOIN (${placed()}) t ON t.place = f.risk`;

/** The hosts that were found, with the numbers of their lists. */
export const numberedHostFindings = `
  SELECT f.text, t.number AS risk FROM found_hosts f JOIN (${placed()}) t ON t.place = f.risk`;

/** Numbers of the names that were found, by their place. */
function placed(): string {
  return 'SELECT place, number FROM found_names JOIN numbered_names USING (name)';
}

/** Adds what was found: `region` and `risk` to spellings, `risk` to hosts. */
export const joinFound = `
  CREATE OR REPLACE TEMP TABLE known_spellings AS
  SELECT s.written, s.number, s.is_private, f.region, f.risk
  FROM numbered_spellings s LEFT JOIN (${numberedFindings}) f ON f.text = s.written;
  CREATE OR REPLACE TEMP TABLE known_hosts AS
  SELECT h.name, h.number, f.risk
  FROM numbered_hosts h LEFT JOIN (${numberedHostFindings}) f ON f.text = h.name`;

/**
 * Looks up addresses and hosts, those of a chunk unless told which.
 *
 * @param addresses - a query for (text, name): a distinct text, and the address where that is written
 *   in another way
 * @param hosts - the same of hosts
 */
export async function findOut(
  connection: DuckDBConnection,
  enrichment: Enrichment | undefined,
  addresses = chunkAddresses,
  hosts = chunkHosts,
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE found_addresses (text VARCHAR, region INTEGER, risk INTEGER);
    CREATE OR REPLACE TEMP TABLE found_hosts (text VARCHAR, risk INTEGER);
    CREATE OR REPLACE TEMP TABLE found_names (place INTEGER, name VARCHAR)`);
  if (enrichment === undefined) return;
  const places = new Map<string, number>();
  await lookUp(connection, addresses, 'found_addresses', places, (address) => [
    enrichment.region(address),
    enrichment.risk(address),
  ]);
  await lookUp(connection, hosts, 'found_hosts', places, (host) => [enrichment.riskHost(host)]);
  await filling(connection, 'found_names', async (appender) => {
    for (const [name, place] of places) {
      appender.appendInteger(place);
      appender.appendVarchar(name);
      appender.endRow();
    }
  });
}

/**
 * Looks each name up, and keeps those of which something is known.
 *
 * @param places - the names that were found, each with a number of its own: rows of numbers are
 *   written and joined faster than rows of texts
 */
async function lookUp(
  connection: DuckDBConnection,
  query: string,
  table: string,
  places: Map<string, number>,
  find: (name: string) => (string | undefined)[],
): Promise<void> {
  const columns = (await connection.runAndReadAll(query)).getColumns();
  const [texts = [], names = []] = columns as [string[]?, (string | null)[]?];
  await filling(connection, table, async (appender) => {
    for (const [at, text] of texts.entries()) {
      if (at % atATime === atATime - 1) await setImmediate();
      const found = find(names[at] ?? text);
      if (found.every((name) => name === undefined)) continue;
      appender.appendVarchar(text);
      for (const name of found) {
        if (name === undefined) appender.appendNull();
        else appender.appendInteger(placeOf(name, places));
      }
      appender.endRow();
    }
  });
}

/** Nothing but whole characters can be kept. */
function placeOf(written: string, places: Map<string, number>): number {
  const name = written.toWellFormed();
  let place = places.get(name);
  if (place === undefined) {
    place = places.size;
    places.set(name, place);
  }
  return place;
}

async function filling(
  connection: DuckDBConnection,
  table: string,
  work: (appender: DuckDBAppender) => Promise<void>,
): Promise<void> {
  const appender = await connection.createAppender(table, 'main', 'temp');
  try {
    await work(appender);
  } finally {
    appender.closeSync();
  }
}
