import { type FlowField, fieldRules, flowFields, type LogFormat } from '@cfw-flow/store';
import { borderFields, wordFields } from './dictionary.ts';
import { numberOf, quote } from './field-sql.ts';

/*
 * A format as SQL: from a file of lines to the rows of `flows`, and a verdict on each line. It has to
 * come to the same flows as `readFlow` of @cfw-flow/store; the conformance suite sees to it.
 *
 * The file is read once, into the table `lines`: numbers where a text is one, and four texts.
 * dictionary.ts numbers these, and with their numbers the lines become flows.
 */

/** A file of lines. */
export interface LinesFile {
  readonly path: string;
  /** Length of its longest line, in bytes. */
  readonly longest: number;
}

/**
 * The engine hands a file to its threads in pieces of twice this size, in bytes, or of twice the
 * longest line: small enough for all threads to have a part in a small file.
 */
const leastBuffer = 1024 * 1024;

/** Fields whose texts say a number. */
const numberFields = flowFields.filter((field) => {
  const { kind } = fieldRules[field];
  return !wordFields.includes(field) && kind !== 'address' && kind !== 'text';
});

/**
 * Reads a file into the table `lines`, in its order. A line that is no JSON object has nothing but
 * nulls, a number that is not what its field takes is null.
 *
 * @param separator - stands between the words of a line
 */
export function readLines(
  format: LogFormat,
  file: LinesFile,
  firewall: string,
  separator: string,
): string {
  const numbers = numberFields.map((field) => `${numberOf(field, field)} AS ${field}_number`);
  const sound = numberFields
    .filter((field) => !fieldRules[field].required)
    .map((field) => `(${field}_number IS NOT NULL OR ${field} IS NULL)`);
  const words = wordFields.map((field) => `coalesce(${field}, '')`);
  return `
    CREATE OR REPLACE TEMP TABLE lines AS
    SELECT ${numberFields.map((field) => `${portless(field)} AS ${field}`).join(', ')},
      ${sound.join(' AND ')} AS is_sound,
      src_ip, dst_ip, dst_host, direction = 'out2in' AS is_inbound,
      concat_ws(${quote(separator)}, ${words.join(', ')}) AS words
    FROM (SELECT *, ${numbers.join(', ')} FROM (${textsOf(format, file, firewall)}))`;
}

/** Adds the lines that are flows, as a batch. */
export function insertFlows(batch: number): string {
  const columns = [...flowFields.filter((field) => !isBorder(field)), ...tagged];
  return `
    INSERT INTO flows BY NAME
    SELECT ${batch} AS batch, scope, ${columns.join(', ')} FROM (${numberedLines()}) WHERE is_flow`;
}

/**
 * Which lines are not flows, by their place in the file, from 1. Rows that are not committed yet are
 * numbered in their order, but from a large number.
 */
export const rejectedPlaces = `
  SELECT place FROM (${numberedLines()}) WHERE NOT is_flow ORDER BY place`;

/** Columns of `flows` that are found out beside the log. */
const tagged = ['risk_ip', 'risk_ip_region', 'risk_ip_list', 'risk_host', 'risk_host_list'];

/** The lines as rows of `flows`. A flow has all that it needs, and nothing in it is wrong. */
function numberedLines(): string {
  const names = wordFields
    .filter((field) => !isBorder(field))
    .map((field) => (isRegion(field) ? `coalesce(w.${field}, ${field}_found) AS ${field}` : field));
  const needed = ['scope', ...flowFields.filter((field) => fieldRules[field].required)]
    .filter((column) => !isBorder(column))
    .map((column) => `${column} IS NOT NULL`);
  return `
    SELECT *, is_sound AND ${needed.join(' AND ')} AS is_flow,
      CASE WHEN risk_ip IS NOT NULL AND is_inbound THEN src_region_name
        WHEN risk_ip IS NOT NULL THEN dst_region_name END AS risk_ip_region
    FROM (
      SELECT l.* REPLACE (h.number AS dst_host), scope, ${names.join(', ')},
        CASE WHEN h.risk IS NOT NULL THEN h.number END AS risk_host, h.risk AS risk_host_list
      FROM (
        SELECT lines.rowid - (SELECT min(rowid) FROM lines) + 1 AS place,
          lines.* REPLACE (s.number AS src_ip, d.number AS dst_ip),
          CASE WHEN is_inbound THEN d.is_private ELSE s.is_private END AS asset_is_private,
          is_inbound AND to_c_bytes > 0 AS opens_port,
          s.region AS src_region_name_found, d.region AS dst_region_name_found,
          CASE WHEN is_inbound THEN s.risk ELSE d.risk END AS risk_ip_list,
          CASE WHEN risk_ip_list IS NULL THEN NULL WHEN is_inbound THEN s.number
            ELSE d.number END AS risk_ip
        FROM lines
        LEFT JOIN known_spellings s ON s.written = lines.src_ip
        LEFT JOIN known_spellings d ON d.written = lines.dst_ip
      ) l
      LEFT JOIN known_hosts h ON h.name = l.dst_host
      LEFT JOIN numbered_words w ON w.text = l.words
        AND w.asset_is_private = l.asset_is_private
        AND w.opens_port = l.opens_port
    )`;
}

/** The lines of a file as text columns. */
function textsOf(format: LogFormat, { path, longest }: LinesFile, firewall: string): string {
  const keys = [...new Set(flowFields.map((field) => format.fields[field]))];
  const columns = keys.map((key) => `${quote(key)}: 'VARCHAR'`).join(', ');
  const texts = flowFields.map((field) => {
    const text = `nullif(${name(format.fields[field])}, '')`;
    return `${withDefault(field, text, format, firewall)} AS ${field}`;
  });
  return `
    SELECT ${texts.join(', ')}
    FROM read_ndjson(${quote(path)}, columns = {${columns}}, ignore_errors = true,
      maximum_object_size = ${Math.max(longest, leastBuffer)}, compression = 'uncompressed')`;
}

/** ICMP has no ports, whatever a log writes there. */
function portless(field: FlowField): string {
  if (fieldRules[field].kind !== 'port') return `${field}_number`;
  return `CASE WHEN NOT regexp_matches(protocol, '^[Ii][Cc][Mm][Pp]') THEN ${field}_number END`;
}

function isRegion(field: FlowField): boolean {
  return field === 'src_region_name' || field === 'dst_region_name';
}

function isBorder(column: string): boolean {
  return (borderFields as readonly string[]).includes(column);
}

function withDefault(field: FlowField, text: string, format: LogFormat, firewall: string): string {
  if (field === 'fw_instance_id') return `coalesce(${text}, ${quote(firewall)})`;
  if (field === 'log_type') {
    const vsys = name(format.fields.vsys);
    return `coalesce(${text}, CASE ${vsys} WHEN '1' THEN 'internet' WHEN '2' THEN 'vpc' END)`;
  }
  return text;
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
