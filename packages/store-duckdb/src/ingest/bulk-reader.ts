import { type FlowField, fieldRules, flowFields } from '@cfw-flow/store';
import { unseenUntilCommit } from '../database/insert-sql.ts';
import { borderFields, wordFields } from './dictionary.ts';
import { numberOf, quote } from './field-sql.ts';
import { type LinesFile, name, selectJson } from './raw-rows.ts';

/*
 * From texts to the rows of `flows`, and a verdict on each line. It has to come to the same flows as
 * `LineReader` of @cfw-flow/store; the conformance suite sees to it.
 *
 * The texts are read once, into the table `lines`: numbers where a text is one, and four texts.
 * dictionary.ts numbers these, and with their numbers the lines become flows. Lines that have the
 * fields of a flow under their names are read straight from their file; others are taken apart first,
 * into `raw_rows`.
 */

/** Fields whose texts say a number. */
const numberFields = flowFields.filter((field) => {
  const { kind } = fieldRules[field];
  return !wordFields.includes(field) && kind !== 'address' && kind !== 'text';
});

/**
 * Reads texts into the table `lines`. What is no flow has nulls; a number that is not what its field
 * takes is null.
 *
 * @param texts - a query for the fields as texts, with `place` where the lines are in another order
 * @param separator - stands between the words of a line
 */
export function readLines(texts: string, separator: string, extra: readonly string[] = []): string {
  const numbers = numberFields.map((field) => `${numberOf(field, field)} AS ${field}_number`);
  const sound = numberFields
    .filter((field) => !fieldRules[field].required)
    .map((field) => `(${field}_number IS NOT NULL OR ${field} IS NULL)`);
  if (extra.includes('is_read')) sound.push('is_read');
  const words = wordFields.map((field) => `coalesce(${field}, '')`);
  const kept = extra.filter((column) => column !== 'is_read').map((column) => `${column}, `);
  return `
    CREATE OR REPLACE TEMP TABLE lines AS
    SELECT ${kept.join('')}${numberFields.map((field) => `${field}_number AS ${field}`).join(', ')},
      ${sound.join(' AND ')} AS is_sound,
      src_ip, dst_ip, dst_host, direction = 'out2in' AS is_inbound,
      concat_ws(${quote(separator)}, ${words.join(', ')}) AS words
    FROM (SELECT *, ${numbers.join(', ')} FROM (${texts}))`;
}

/** Columns of `lines` beside those of a flow, of lines that were taken apart. */
export const rowColumns = ['place', 'pair_key', 'is_read'];

/** Columns of `flows` that are found out beside the log. */
export const tagged = ['risk_ip', 'risk_ip_region', 'risk_ip_list', 'risk_host', 'risk_host_list'];

/** Columns of `flows` that a line fills beside its scope. */
export const storedColumns = [...flowFields.filter((field) => !isBorder(field)), ...tagged];

/** Adds the lines that are flows, as a batch. */
export function insertFlows(batch: number): string {
  const flows = `
    SELECT ${batch} AS batch, scope, ${storedColumns.join(', ')} FROM (${numberedLines()}) WHERE is_flow`;
  return `INSERT INTO flows BY NAME ${unseenUntilCommit(flows, 'batch')}`;
}

/** Adds the lines that are flows to the halves of sessions. */
export function insertHalves(): string {
  return `
    INSERT INTO halves BY NAME
    SELECT pair_key, scope, ${storedColumns.join(', ')} FROM (${numberedLines()}) WHERE is_flow`;
}

/**
 * Which lines are not flows, by their place in the file, from 1. Rows that are not committed yet are
 * numbered in their order, but from a large number.
 */
export function rejectedPlaces(havePlaces: boolean): string {
  const place = havePlaces ? 'place' : 'lines.rowid - (SELECT min(rowid) FROM lines) + 1';
  const numbered = numberedLines(`${place} AS line_place, `);
  return `SELECT line_place FROM (${numbered}) WHERE NOT coalesce(is_flow, false) ORDER BY line_place`;
}

/** The lines as rows of `flows`. A flow has all that it needs, and nothing in it is wrong. */
export function numberedLines(place = ''): string {
  const names = wordFields
    .filter((field) => !isBorder(field))
    .map((field) => (isRegion(field) ? `coalesce(w.${field}, ${field}_found) AS ${field}` : field));
  const replaced = [
    'h.number AS dst_host',
    ...numberFields
      .filter(isPort)
      .map((field) => `CASE WHEN has_ports THEN l.${field} END AS ${field}`),
  ];
  const needed = ['scope', ...flowFields.filter((field) => fieldRules[field].required)]
    .filter((column) => !isBorder(column))
    .map((column) => `${column} IS NOT NULL`);
  return `
    SELECT *, is_sound AND ${needed.join(' AND ')} AS is_flow,
      CASE WHEN risk_ip IS NOT NULL AND is_inbound THEN src_region_name
        WHEN risk_ip IS NOT NULL THEN dst_region_name END AS risk_ip_region
    FROM (
      SELECT l.* REPLACE (${replaced.join(', ')}), scope, ${names.join(', ')},
        CASE WHEN h.risk IS NOT NULL THEN h.number END AS risk_host, h.risk AS risk_host_list
      FROM (
        SELECT ${place}lines.* REPLACE (s.number AS src_ip, d.number AS dst_ip),
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

/** The fields of lines that have them under their own names, as texts. */
export function textsOfFile(file: LinesFile, firewall: string): string {
  const texts = flowFields.map((field) => `${withDefault(field, firewall)} AS ${field}`);
  return `SELECT ${texts.join(', ')} FROM (${selectJson(flowFields, file)})`;
}

/** The same of flows that the plain reader wrote, with what becomes of them together with others. */
export function textsOfWritten(file: LinesFile, firewall: string, haveHosts: boolean): string {
  const texts = flowFields.map((field) => `${withDefault(field, firewall)} AS ${field}`);
  const read = `
    SELECT ${texts.join(', ')}, host_key, coalesce(pair_key, '') AS pair_key,
      TRY_CAST(seq AS BIGINT) AS seq
    FROM (${selectJson([...flowFields, 'host_key', 'pair_key', 'seq'], file)})`;
  if (!haveHosts) return read;
  return `
    SELECT t.* REPLACE (coalesce(t.dst_host, h.name) AS dst_host) FROM (${read}) t
    LEFT JOIN line_hosts h ON h.key = t.host_key AND h.seq < t.seq`;
}

function isPort(field: FlowField): boolean {
  return fieldRules[field].kind === 'port';
}

function isRegion(field: FlowField): boolean {
  return field === 'src_region_name' || field === 'dst_region_name';
}

function isBorder(column: string): boolean {
  return (borderFields as readonly string[]).includes(column);
}

function withDefault(field: FlowField, firewall: string): string {
  if (field === 'fw_instance_id') return `coalesce(${field}, ${quote(firewall)})`;
  if (field !== 'log_type') return name(field);
  return `coalesce(log_type, CASE vsys WHEN '1' THEN 'internet' WHEN '2' THEN 'vpc' END)`;
}
