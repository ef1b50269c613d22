import {
  type FieldKind,
  type FlowField,
  fieldRules,
  flowFields,
  greatestTime,
  type LogFormat,
  privateAddress,
} from '@cfw-flow/store';
import { columnType } from './schema.ts';

/*
 * A format as SQL: from a file of lines to typed columns and a verdict on each line. It has to
 * come to the same flows as `readFlow` of @cfw-flow/store; the conformance suite sees to it.
 */

/** An IPv4 address in its only spelling. All other addresses go through `canonicalAddress`. */
const ipv4 = (() => {
  const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
  return `${octet}(\\.${octet}){3}`;
})();

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Reads a file of lines as text columns: a line that is no JSON object has nothing but nulls. */
export function readTexts(format: LogFormat, file: string, firewall: string): string {
  const keys = [...new Set(flowFields.map((field) => format.fields[field]))];
  const columns = keys.map((key) => `${quote(key)}: 'VARCHAR'`).join(', ');
  const texts = flowFields.map((field) => {
    const text = `nullif(${name(format.fields[field])}, '')`;
    return `${withDefault(field, text, format, firewall)} AS ${textOf(field)}`;
  });
  return `
    CREATE OR REPLACE TEMP TABLE texts AS
    SELECT row_number() OVER () AS place, ${texts.join(', ')}
    FROM read_ndjson(${quote(file)}, columns = {${columns}},
      ignore_errors = true, maximum_object_size = 33554432, compression = 'uncompressed')`;
}

/** The addresses that only `canonicalAddress` can tell. */
export const otherAddresses = `
  SELECT DISTINCT address FROM (
    SELECT ${textOf('src_ip')} AS address FROM texts UNION ALL SELECT ${textOf('dst_ip')} FROM texts
  )
  WHERE NOT regexp_full_match(address, ${quote(ipv4)})`;

/** Where their canonical spelling is kept while a chunk is read. */
export const createAddresses =
  'CREATE OR REPLACE TEMP TABLE addresses (written VARCHAR PRIMARY KEY, canonical VARCHAR NOT NULL)';

/** Types the texts. A value that is not what its field takes is null, and the line not accepted. */
export const readValues = (() => {
  const values = flowFields.map((field) => `${valueOf(field)} AS ${field}`);
  const accepted = flowFields.map((field) =>
    fieldRules[field].required
      ? `${field} IS NOT NULL`
      : `(${field} IS NOT NULL OR ${textOf(field)} IS NULL)`,
  );
  const columns = flowFields.map((field) =>
    fieldRules[field].kind === 'port'
      ? `CASE WHEN starts_with(lower(protocol), 'icmp') THEN NULL ELSE ${field} END AS ${field}`
      : field,
  );
  const asset = `CASE direction WHEN 'in2out' THEN src_ip ELSE dst_ip END`;
  return `
    CREATE OR REPLACE TEMP TABLE lines AS
    WITH typed AS (
      SELECT texts.*, ${values.join(', ')}
      FROM texts
      LEFT JOIN addresses s ON s.written = ${textOf('src_ip')}
      LEFT JOIN addresses d ON d.written = ${textOf('dst_ip')}
    )
    SELECT ${columns.join(', ')},
      regexp_matches(${asset}, ${quote(privateAddress.source)}) AS asset_is_private,
      place, ${accepted.join(' AND ')} AS accepted
    FROM typed`;
})();

/** Adds the accepted lines to the flows. */
export const insertFlows = `
  INSERT INTO flows SELECT * EXCLUDE (place, accepted) FROM lines WHERE accepted`;

/** Which lines were not accepted. */
export const rejectedPlaces = 'SELECT place FROM lines WHERE NOT accepted ORDER BY place';

/** Column of a field as written. */
function textOf(field: FlowField): string {
  return `${field}_text`;
}

function withDefault(field: FlowField, text: string, format: LogFormat, firewall: string): string {
  if (field === 'fw_instance_id') return `coalesce(${text}, ${quote(firewall)})`;
  if (field === 'log_type') {
    const vsys = name(format.fields.vsys);
    return `coalesce(${text}, CASE ${vsys} WHEN '1' THEN 'internet' WHEN '2' THEN 'vpc' END)`;
  }
  return text;
}

function valueOf(field: FlowField): string {
  const text = textOf(field);
  if (field === 'src_ip') return addressOf(text, 's');
  if (field === 'dst_ip') return addressOf(text, 'd');
  return valueOfKind(fieldRules[field].kind, text, columnType(field));
}

function addressOf(text: string, join: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${quote(ipv4)}) THEN ${text} ELSE ${join}.canonical END`;
}

function valueOfKind(kind: FieldKind, text: string, type: string): string {
  if (typeof kind === 'object') {
    return `CASE WHEN ${text} IN (${kind.map(quote).join(', ')}) THEN ${text} END`;
  }
  // Digits that a number writes back are digits without sign, point or leading zeros.
  const number = `TRY_CAST(${text} AS ${type})`;
  const exact = `${number}::VARCHAR = ${text}`;
  switch (kind) {
    case 'text':
    case 'address':
      return text;
    case 'uuid':
      return `CASE WHEN regexp_full_match(${text}, ${quote(uuid)}) THEN ${text} END`;
    case 'port':
      return `CASE WHEN ${exact} THEN ${number} END`;
    case 'count':
      return `CASE WHEN ${exact} AND ${number} >= 0 THEN ${number} END`;
    case 'time':
      return `CASE WHEN ${exact} AND ${number} BETWEEN 0 AND ${greatestTime} THEN ${number} END`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
