import {
  canonicalAddress,
  type Enrichment,
  type FlowField,
  fieldRules,
  flowFields,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstOtherNumber, ipv4Number, isIpv4, isPrivate } from '../database/address-sql.ts';
import { unseenUntilCommit } from '../database/insert-sql.ts';
import { findOut, foundNames, joinFound, temporaryFindings } from './enrich.ts';
import { isValid, quote } from './field-sql.ts';

/*
 * The numbers of what the table `lines` says: of the lines of a chunk, as bulk-reader.ts reads them.
 * Only distinct texts are looked at: they are judged, found in the dictionaries, and what is new gets
 * the next numbers. What the lines need is then in tables of their own, `numbered_…`.
 */

/** Where a flow passed: its scope, but for what its asset and its bytes tell. */
export const borderFields = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'] as const;

/** Fields whose values are in the dictionary of names. */
const nameFields = flowFields.filter(
  (field) => fieldRules[field].kind === 'text' && field !== 'dst_host',
);

/**
 * Fields of few values, which come in few combinations: a line has them as one text. To look up one
 * text takes a fraction of what nine take.
 */
export const wordFields: readonly FlowField[] = [...borderFields, ...nameFields];

const wordOf = (field: FlowField) => `words[${wordFields.indexOf(field) + 1}]`;

/** The combinations, as texts and as lists. */
function readWords(separator: string): string {
  return `
    CREATE OR REPLACE TEMP TABLE seen_words AS
    SELECT text, string_split(text, ${quote(separator)}) AS words
    FROM (SELECT DISTINCT words AS text FROM lines)`;
}

/** Combinations that could be others: a word has the separator in it. */
const unclearWords = `SELECT 1 FROM seen_words WHERE len(words) <> ${wordFields.length} LIMIT 1`;

/** Every border that was seen comes with all scopes that a flow there may have. */
const addScopes = `
  INSERT INTO scopes
  SELECT (SELECT coalesce(max(scope), 0) FROM scopes) + row_number() OVER (), new.*
  FROM (
    SELECT DISTINCT ${borderFields.join(', ')}, asset_is_private, opens_port
    FROM (
        SELECT ${borderFields.map((field) => `nullif(${wordOf(field)}, '') AS ${field}`).join(', ')}
        FROM seen_words
      ),
      (VALUES (false), (true)) asset (asset_is_private),
      (VALUES (false), (true)) port (opens_port)
    WHERE ${borderFields.map(isValidOrAbsent).join('\n      AND ')}
      AND (direction = 'out2in' OR NOT opens_port)
  ) new
  ANTI JOIN scopes held ON held.fw_instance_id = new.fw_instance_id
    AND held.log_type = new.log_type
    AND held.direction = new.direction
    AND held.vgw_id IS NOT DISTINCT FROM new.vgw_id
    AND held.asset_is_private = new.asset_is_private
    AND held.opens_port = new.opens_port`;

/** ICMP has no ports, whatever a log writes there. */
const isIcmp = `regexp_matches(${wordOf('protocol')}, '^[Ii][Cc][Mm][Pp]')`;

/** Each combination, once for each of its scopes. What is no border, or lacks a name, has none. */
const numberWords = `
  CREATE OR REPLACE TEMP TABLE numbered_words AS
  SELECT text, scope, asset_is_private, opens_port, NOT ${isIcmp} AS has_ports,
    ${nameFields.map((field) => `of_${field}.number AS ${field}`).join(', ')}
  FROM seen_words
  JOIN scopes ON fw_instance_id = ${wordOf('fw_instance_id')}
    AND log_type = ${wordOf('log_type')}
    AND direction = ${wordOf('direction')}
    AND coalesce(vgw_id, '') = ${wordOf('vgw_id')}
  ${nameFields
    .map((field) => {
      const join = fieldRules[field].required ? 'JOIN' : 'LEFT JOIN';
      return `${join} numbered_names of_${field} ON of_${field}.name = ${wordOf(field)}`;
    })
    .join('\n  ')}`;

/** Addresses as they are written. An IPv4 address has one spelling, and is its number. */
const numberIpv4 = `
  CREATE OR REPLACE TEMP TABLE numbered_spellings AS
  SELECT written, CASE WHEN ${isIpv4('written')} THEN ${ipv4Number('written')} END AS number,
    ${isPrivate('written')} AS is_private, written AS name
  FROM (SELECT src_ip AS written FROM lines UNION SELECT dst_ip FROM lines)
  WHERE written IS NOT NULL`;

/** All others go through `canonicalAddress`. */
const otherSpellings = 'SELECT written FROM numbered_spellings WHERE number IS NULL';

/** An IPv4-mapped address is an IPv4 address. */
const numberOthers = `
  DELETE FROM numbered_spellings WHERE number IS NULL;
  INSERT INTO numbered_spellings
  SELECT written, number, ${isPrivate('name')}, name
  FROM other_spellings JOIN numbered_addresses USING (name)
  UNION ALL
  SELECT written, ${ipv4Number('name')}, ${isPrivate('name')}, name
  FROM other_spellings WHERE ${isIpv4('name')}`;

/** Tables that live no longer than a source. */
const temporary = [
  'lines',
  'seen_words',
  'numbered_words',
  'numbered_names',
  'numbered_hosts',
  'numbered_spellings',
  'other_spellings',
  'numbered_addresses',
  ...temporaryFindings,
  'raw_rows',
  'internal_addresses',
  'line_hosts',
  'halves',
  'sessions',
];

/**
 * Numbers all that the lines say.
 *
 * @param separator - what stands between the words of a line
 * @returns false when it stands in a word, too, so that another one has to be found
 */
export async function numberTexts(
  connection: DuckDBConnection,
  separator: string,
  enrichment: Enrichment | undefined,
): Promise<boolean> {
  await connection.run(readWords(separator));
  const unclear = await connection.runAndReadAll(unclearWords);
  if (unclear.currentRowCount > 0) return false;
  const hosts = 'SELECT DISTINCT dst_host FROM lines WHERE dst_host IS NOT NULL';
  await connection.run(number('hosts', 1, hosts));
  await connection.run(numberIpv4);
  await numberOtherSpellings(connection);
  await findOut(connection, enrichment);
  const words = `SELECT unnest(words[${borderFields.length + 1}:]) AS name FROM seen_words`;
  const names = `SELECT DISTINCT name FROM (${words} UNION ALL ${foundNames}) WHERE name <> ''`;
  await connection.run(number('names', 1, names));
  await connection.run(joinFound);
  await connection.run(addScopes);
  await connection.run(numberWords);
  return true;
}

/** Lets go of the numbers, and of all else that belongs to a source. */
export async function forgetNumbers(connection: DuckDBConnection): Promise<void> {
  await connection.run(temporary.map((table) => `DROP TABLE IF EXISTS temp.${table}`).join(';'));
}

/**
 * Finds what was seen in its dictionary, and adds what is new. The dictionary may be large: it
 * streams by, and what was seen is hashed.
 *
 * @param seen - a query for distinct texts
 */
export function number(
  dictionary: 'addresses' | 'hosts' | 'names',
  first: number,
  seen: string,
): string {
  const isNew = `SELECT number, name FROM numbered_${dictionary} WHERE is_new`;
  const next = `(SELECT coalesce(max(number) + 1, ${first}) FROM ${dictionary})`;
  return `
    CREATE OR REPLACE TEMP TABLE numbered_${dictionary} AS
    SELECT name, number IS NULL AS is_new,
      coalesce(number, ${next} - 1 + row_number() OVER (PARTITION BY number IS NULL)) AS number
    FROM ${dictionary} RIGHT JOIN (${seen}) AS seen (name) USING (name);
    INSERT INTO ${dictionary} BY NAME ${unseenUntilCommit(isNew, 'number')}`;
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
