import { canonicalAddress, type FlowField, fieldRules, flowFields } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstOtherNumber, ipv4Number, isIpv4, isPrivate } from './address-sql.ts';
import { isValid } from './field-sql.ts';

/*
 * The numbers of what the lines of a chunk say. Only its distinct values are looked at here: they
 * are judged, found in the dictionaries, and what is new gets the next numbers. The numbers that
 * the chunk needs are then in the tables `numbered_spellings`, `numbered_names` and `scopes`.
 */

/** Fields whose values are in the dictionary of names. */
export const nameFields = flowFields.filter((field) => fieldRules[field].kind === 'text');

/** Where a flow passed: its scope, but for what its asset and its bytes tell. */
export const borderFields = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'] as const;

/** All that the lines say, each value once, and how many lines there are. */
const readSeen = `
  CREATE OR REPLACE TEMP TABLE seen AS
  SELECT ${[...borderFields, 'src_ip', 'dst_ip', ...nameFields].join(', ')}, count(*) AS lines
  FROM texts
  GROUP BY GROUPING SETS (
    (${borderFields.join(', ')}),
    ${['src_ip', 'dst_ip', ...nameFields].map((field) => `(${field})`).join(', ')},
    ()
  )`;

const readNames = `
  CREATE OR REPLACE TEMP TABLE seen_names AS
  SELECT DISTINCT name FROM (SELECT unnest([${nameFields.join(', ')}]) AS name FROM seen)
  WHERE name IS NOT NULL`;

const seenSpellings = 'SELECT DISTINCT unnest([src_ip, dst_ip]) AS written FROM seen';

/** IPv4 has one spelling, and is its number. */
const numberIpv4 = `
  CREATE OR REPLACE TEMP TABLE numbered_spellings AS
  SELECT written, ${ipv4Number('written')} AS number, ${isPrivate('written')} AS is_private
  FROM (${seenSpellings}) WHERE ${isIpv4('written')}`;

/** All others go through `canonicalAddress`. */
const otherSpellings = `SELECT written FROM (${seenSpellings}) WHERE NOT ${isIpv4('written')}`;

const readAddresses = `
  CREATE OR REPLACE TEMP TABLE seen_addresses AS
  SELECT DISTINCT name FROM seen_spellings WHERE NOT ${isIpv4('name')}`;

/** An IPv4-mapped address is an IPv4 address. */
const numberOthers = `
  INSERT INTO numbered_spellings
  SELECT written, number, ${isPrivate('name')}
  FROM seen_spellings JOIN numbered_addresses USING (name)
  UNION ALL
  SELECT written, ${ipv4Number('name')}, ${isPrivate('name')}
  FROM seen_spellings WHERE ${isIpv4('name')}`;

/** Every border that was seen comes with all scopes that a flow there may have. */
const addScopes = `
  INSERT INTO scopes
  SELECT (SELECT coalesce(max(scope), 0) FROM scopes) + row_number() OVER (), new.*
  FROM (
    SELECT DISTINCT ${borderFields.join(', ')}, asset_is_private, opens_port
    FROM seen,
      (VALUES (false), (true)) asset (asset_is_private),
      (VALUES (false), (true)) port (opens_port)
    WHERE ${borderFields.map(isValidOrAbsent).join(' AND ')}
      AND (direction = 'out2in' OR NOT opens_port)
  ) new
  ANTI JOIN scopes held ON held.fw_instance_id = new.fw_instance_id
    AND held.log_type = new.log_type
    AND held.direction = new.direction
    AND held.vgw_id IS NOT DISTINCT FROM new.vgw_id
    AND held.asset_is_private = new.asset_is_private
    AND held.opens_port = new.opens_port`;

/** Tables that live as long as a chunk. */
const temporary = [
  'seen',
  'seen_names',
  'numbered_names',
  'new_names',
  'seen_spellings',
  'numbered_spellings',
  'seen_addresses',
  'numbered_addresses',
  'new_addresses',
];

/**
 * Numbers all that the lines of the view `texts` say.
 *
 * @returns how many lines there are
 */
export async function numberTexts(connection: DuckDBConnection): Promise<number> {
  await connection.run(readSeen);
  await connection.run(readNames);
  await number(connection, 'names', 1);
  await connection.run(numberIpv4);
  await numberOtherSpellings(connection);
  await connection.run(addScopes);
  const reader = await connection.runAndReadAll('SELECT max(lines) FROM seen');
  return Number(reader.getRows()[0]![0]);
}

/** Lets go of the numbers of a chunk. */
export async function forgetNumbers(connection: DuckDBConnection): Promise<void> {
  for (const table of temporary) await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
}

/**
 * Finds what was seen in its dictionary, and adds what is new. The dictionary may be large: it
 * streams by, and what was seen is hashed.
 */
async function number(
  connection: DuckDBConnection,
  dictionary: 'addresses' | 'names',
  first: number,
): Promise<void> {
  const next = `(SELECT coalesce(max(number) + 1, ${first}) FROM ${dictionary})`;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE numbered_${dictionary} AS
    SELECT name, number FROM ${dictionary} JOIN seen_${dictionary} USING (name)`);
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE new_${dictionary} AS
    SELECT name, ${next} - 1 + row_number() OVER () AS number
    FROM seen_${dictionary} ANTI JOIN numbered_${dictionary} USING (name)`);
  for (const table of [dictionary, `numbered_${dictionary}`]) {
    await connection.run(`INSERT INTO ${table} BY NAME FROM new_${dictionary}`);
  }
}

async function numberOtherSpellings(connection: DuckDBConnection): Promise<void> {
  const others = await connection.runAndReadAll(otherSpellings);
  if (others.currentRowCount === 0) return;
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE seen_spellings (written VARCHAR, name VARCHAR)',
  );
  const appender = await connection.createAppender('seen_spellings', 'main', 'temp');
  for (const [written] of others.getRows()) {
    const canonical = canonicalAddress(String(written));
    if (canonical === undefined) continue;
    appender.appendVarchar(String(written));
    appender.appendVarchar(canonical);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(readAddresses);
  await number(connection, 'addresses', firstOtherNumber);
  await connection.run(numberOthers);
}

function isValidOrAbsent(field: FlowField): string {
  const valid = isValid(field, field);
  return fieldRules[field].required ? valid : `(${field} IS NULL OR ${valid})`;
}
