import { canonicalAddress, type FlowField, fieldRules, flowFields } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstOtherNumber, ipv4Number, isIpv4, isPrivate } from './address-sql.ts';
import { isValid } from './field-sql.ts';

/*
 * The numbers of what the lines of a chunk say. Only its distinct values are looked at here: they
 * are judged, found in the dictionaries, and what is new gets the next numbers. The numbers that
 * the chunk needs are then in the tables `numbered_spellings`, `numbered_hosts`, `numbered_names` and
 * `scopes`.
 */

/** Fields whose values are in a dictionary as they are written. */
export const nameFields = flowFields.filter((field) => fieldRules[field].kind === 'text');

/** The dictionary of a field. */
export function dictionaryOf(field: FlowField): 'hosts' | 'names' {
  return field === 'dst_host' ? 'hosts' : 'names';
}

/** Where a flow passed: its scope, but for what its asset and its bytes tell. */
export const borderFields = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'] as const;

/** A border as a text of four words. What has other words in it is no border. */
const border = `concat_ws('|', ${borderFields.map((field) => `coalesce(${field}, '')`).join(', ')})`;

/** All that the lines say, each text once for each kind of thing that it is said of. */
const readSeen = `
  CREATE OR REPLACE TEMP TABLE seen AS
  SELECT kind, text
  FROM (
    SELECT unnest([
      {kind: 'border', text: ${border}},
      {kind: 'address', text: src_ip},
      {kind: 'address', text: dst_ip},
      ${nameFields.map((field) => `{kind: '${dictionaryOf(field)}', text: ${field}}`).join(',\n      ')}
    ], recursive := true)
    FROM texts
  )
  WHERE text IS NOT NULL
  GROUP BY kind, text`;

/** An IPv4 address has one spelling, and is its number. */
const numberIpv4 = `
  CREATE OR REPLACE TEMP TABLE numbered_spellings AS
  SELECT text AS written,
    CASE WHEN ${isIpv4('text')} THEN ${ipv4Number('text')} END AS number,
    ${isPrivate('text')} AS is_private
  FROM seen WHERE kind = 'address'`;

/** All others go through `canonicalAddress`. */
const otherSpellings = 'SELECT written FROM numbered_spellings WHERE number IS NULL';

/** An IPv4-mapped address is an IPv4 address. */
const numberOthers = `
  DELETE FROM numbered_spellings WHERE number IS NULL;
  INSERT INTO numbered_spellings
  SELECT written, number, ${isPrivate('name')}
  FROM other_spellings JOIN numbered_addresses USING (name)
  UNION ALL
  SELECT written, ${ipv4Number('name')}, ${isPrivate('name')}
  FROM other_spellings WHERE ${isIpv4('name')}`;

const words = borderFields.map((field, place) => `nullif(words[${place + 1}], '') AS ${field}`);

/** Every border that was seen comes with all scopes that a flow there may have. */
const addScopes = `
  INSERT INTO scopes
  SELECT (SELECT coalesce(max(scope), 0) FROM scopes) + row_number() OVER (), new.*
  FROM (
    SELECT ${words.join(', ')}, asset_is_private, opens_port
    FROM (SELECT string_split(text, '|') AS words FROM seen WHERE kind = 'border'),
      (VALUES (false), (true)) asset (asset_is_private),
      (VALUES (false), (true)) port (opens_port)
    WHERE len(words) = ${borderFields.length}
      AND ${borderFields.map(isValidOrAbsent).join('\n      AND ')}
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
  'numbered_hosts',
  'numbered_names',
  'numbered_spellings',
  'other_spellings',
  'numbered_addresses',
];

/** Numbers all that the lines of the view `texts` say. */
export async function numberTexts(connection: DuckDBConnection): Promise<void> {
  await connection.run(readSeen);
  for (const dictionary of ['hosts', 'names'] as const) {
    const seen = `SELECT text FROM seen WHERE kind = '${dictionary}'`;
    await connection.run(number(dictionary, 1, seen));
  }
  await connection.run(numberIpv4);
  await numberOtherSpellings(connection);
  await connection.run(addScopes);
}

/** Lets go of the numbers of a chunk. */
export async function forgetNumbers(connection: DuckDBConnection): Promise<void> {
  await connection.run(temporary.map((table) => `DROP TABLE IF EXISTS temp.${table}`).join(';'));
}

/**
 * Finds what was seen in its dictionary, and adds what is new. The dictionary may be large: it
 * streams by, and what was seen is hashed.
 *
 * @param seen - a query for distinct texts
 */
function number(dictionary: 'addresses' | 'hosts' | 'names', first: number, seen: string): string {
  const next = `(SELECT coalesce(max(number) + 1, ${first}) FROM ${dictionary})`;
  return `
    CREATE OR REPLACE TEMP TABLE numbered_${dictionary} AS
    SELECT name, number IS NULL AS is_new,
      coalesce(number, ${next} - 1 + row_number() OVER (PARTITION BY number IS NULL)) AS number
    FROM ${dictionary} RIGHT JOIN (${seen}) AS seen (name) USING (name);
    INSERT INTO ${dictionary} BY NAME SELECT number, name FROM numbered_${dictionary} WHERE is_new`;
}

async function numberOtherSpellings(connection: DuckDBConnection): Promise<void> {
  const others = await connection.runAndReadAll(otherSpellings);
  if (others.currentRowCount === 0) return;
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE other_spellings (written VARCHAR, name VARCHAR)',
  );
  const appender = await connection.createAppender('other_spellings', 'main', 'temp');
  for (const [written] of others.getRows()) {
    const canonical = canonicalAddress(String(written));
    if (canonical === undefined) continue;
    appender.appendVarchar(String(written));
    appender.appendVarchar(canonical);
    appender.endRow();
  }
  appender.closeSync();
  const addresses = `SELECT DISTINCT name FROM other_spellings WHERE NOT ${isIpv4('name')}`;
  await connection.run(number('addresses', firstOtherNumber, addresses));
  await connection.run(numberOthers);
}

function isValidOrAbsent(field: FlowField): string {
  const valid = isValid(field, field);
  return fieldRules[field].required ? valid : `(${field} IS NULL OR ${valid})`;
}
