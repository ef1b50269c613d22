import { type FlowField, fieldRules, flowFields, type LogFormat } from '@cfw-flow/store';
import { borderFields, dictionaryOf, nameFields } from './dictionary.ts';
import { numberOf, quote } from './field-sql.ts';

/*
 * A format as SQL: from a file of lines to the rows of `flows`, and a verdict on each line. It has to
 * come to the same flows as `readFlow` of @cfw-flow/store; the conformance suite sees to it.
 *
 * No text is stored on the way. The file is read twice: once for its distinct values, which
 * dictionary.ts numbers, and once more for its lines, which take those numbers.
 */

/**
 * A file of lines as text columns, read anew wherever they are used. A line that is no JSON object
 * has nothing but nulls.
 */
export function readTexts(format: LogFormat, file: string, firewall: string): string {
  const keys = [...new Set(flowFields.map((field) => format.fields[field]))];
  const columns = keys.map((key) => `${quote(key)}: 'VARCHAR'`).join(', ');
  const texts = flowFields.map((field) => {
    const text = `nullif(${name(format.fields[field])}, '')`;
    return `${withDefault(field, text, format, firewall)} AS ${field}`;
  });
  return `
    CREATE OR REPLACE TEMP VIEW texts AS
    SELECT ${texts.join(', ')}
    FROM read_ndjson(${quote(file)}, columns = {${columns}},
      ignore_errors = true, maximum_object_size = 33554432, compression = 'uncompressed')`;
}

const fields = flowFields.filter((field) => !isBorder(field));

/**
 * The lines as rows of `flows`, in a table of their own: a condition on what is computed here would
 * have it computed twice.
 */
export const readLines = `CREATE OR REPLACE TEMP TABLE lines AS ${numbersOf('texts', [])}`;

/** Adds the lines that are flows, as a batch. */
export function insertFlows(batch: number): string {
  return `
    INSERT INTO flows BY NAME
    SELECT ${batch} AS batch, * EXCLUDE (is_sound) FROM lines WHERE ${isFlow()}`;
}

/** Which lines are not flows, by their place in the file, from 1. The joins lose the order. */
export const rejectedPlaces = `
  SELECT place
  FROM (${numbersOf('(SELECT row_number() OVER () AS place, * FROM texts)', ['place'])})
  WHERE NOT ${isFlow()} ORDER BY place`;

/** Each line as a row of `flows`. A value that is not what its field takes is null. */
function numbersOf(texts: string, columns: readonly string[]): string {
  const names = nameFields.map(
    (field) =>
      `LEFT JOIN numbered_${dictionaryOf(field)} of_${field} ON of_${field}.name = t.${field}`,
  );
  return `
    SELECT ${[...columns, 'scope', ...fields.map(valueOf)].join(', ')}, is_sound
    FROM (${typedTexts(texts)}) t
    LEFT JOIN numbered_spellings of_src_ip ON of_src_ip.written = t.src_ip
    LEFT JOIN numbered_spellings of_dst_ip ON of_dst_ip.written = t.dst_ip
    ${names.join('\n    ')}
    LEFT JOIN scopes c ON c.fw_instance_id = t.fw_instance_id
      AND c.log_type = t.log_type
      AND c.direction = t.direction
      AND c.vgw_id IS NOT DISTINCT FROM t.vgw_id
      AND c.asset_is_private =
        CASE t.direction WHEN 'in2out' THEN of_src_ip.is_private ELSE of_dst_ip.is_private END
      AND c.opens_port = (t.direction = 'out2in' AND t.to_c_bytes > 0)`;
}

/** The lines with numbers for those texts that are numbers, and whether each optional one is one. */
function typedTexts(texts: string): string {
  const numbers = fields.filter((field) => !isNamed(field));
  const sound = numbers
    .filter((field) => !fieldRules[field].required)
    .map((field) => `(${field}_number IS NOT NULL OR ${field} IS NULL)`);
  return `
    SELECT * REPLACE (${numbers.map((field) => `${portless(field)} AS ${field}`).join(', ')}),
      ${sound.join(' AND ')} AS is_sound
    FROM (
      SELECT *, ${numbers.map((field) => `${numberOf(field, field)} AS ${field}_number`).join(', ')}
      FROM ${texts}
    )`;
}

/** Whether a row has all that a flow needs, and nothing else in it is wrong. */
function isFlow(): string {
  const needed = ['scope', ...fields.filter((field) => fieldRules[field].required)];
  return `(is_sound AND ${needed.map((column) => `${column} IS NOT NULL`).join(' AND ')})`;
}

function valueOf(field: FlowField): string {
  return `${isNamed(field) ? `of_${field}.number` : `t.${field}`} AS ${field}`;
}

/** ICMP has no ports, whatever a log writes there. */
function portless(field: FlowField): string {
  if (fieldRules[field].kind !== 'port') return `${field}_number`;
  return `CASE WHEN NOT regexp_matches(protocol, '^[Ii][Cc][Mm][Pp]') THEN ${field}_number END`;
}

/** Whether a field has the number of its text, rather than one that its text says. */
function isNamed(field: FlowField): boolean {
  const { kind } = fieldRules[field];
  return kind === 'address' || kind === 'text';
}

function isBorder(field: FlowField): boolean {
  return (borderFields as readonly FlowField[]).includes(field);
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
