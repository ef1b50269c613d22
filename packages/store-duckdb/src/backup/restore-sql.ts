import { flowFields } from '@cfw-flow/store';
import { numberedLines, storedColumns, tagged } from '../ingest/bulk-reader.ts';
import { quoteLiteral } from '../sql/quote.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { endedOn } from '../re-enrich/re-enrich-sql.ts';
import type { IdentityTable } from './identity-tables.ts';

/*
 * From the files of a backup to the tables. A flow takes the way of a line of a log, so that nothing
 * comes in that could not have come from a log; what threat lists flagged comes along.
 */

/** Columns of the lines beside the fields: the texts of the findings. */
export const findingColumns = ['ip_lists', 'host_lists'];

const read = (path: string) => `read_parquet(${quoteLiteral(path)}, file_row_number = true)`;

/** Rows of a file, from one on. */
function rowsOf(path: string, first: number, count: number): string {
  return `${read(path)} WHERE file_row_number >= ${first} AND file_row_number < ${first + count}`;
}

/** The columns of a file, with their types. */
export function describeFile(path: string): string {
  return `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${quoteLiteral(path)}))`;
}

/** How many rows a file has. */
export function countRows(path: string): string {
  return `SELECT count(*) FROM read_parquet(${quoteLiteral(path)})`;
}

/** The fields of some flows of a file as texts, with their findings. */
export function textsOfRows(path: string, first: number, count: number): string {
  const texts = flowFields.map((field) => `nullif(${quoteIdentifier(field)}::VARCHAR, '') AS ${field}`);
  return `
    SELECT ${texts.join(', ')}, nullif(risk_ip_list, '') AS ip_lists,
      nullif(risk_host_list, '') AS host_lists
    FROM ${rowsOf(path, first, count)}`;
}

/** The distinct names of threat lists that the lines have: (name). */
export const listNames = `
  SELECT DISTINCT name FROM (SELECT ip_lists AS name FROM lines UNION ALL SELECT host_lists FROM lines)
  WHERE name IS NOT NULL`;

/** Adds the lines that are flows of a day, as a batch. What flags a host needs one. */
export function insertFlows(batch: number, day: number): string {
  const columns = storedColumns.filter((column) => !tagged.includes(column));
  const isInbound = 'l.is_inbound';
  return `
    INSERT INTO flows BY NAME
    SELECT ${batch} AS batch, l.scope, ${columns.map((column) => `l.${column}`).join(', ')},
      i.number AS risk_ip_list,
      CASE WHEN i.number IS NULL THEN NULL WHEN ${isInbound} THEN l.src_ip
        ELSE l.dst_ip END AS risk_ip,
      CASE WHEN i.number IS NULL THEN NULL WHEN ${isInbound} THEN l.src_region_name
        ELSE l.dst_region_name END AS risk_ip_region,
      h.number AS risk_host_list,
      CASE WHEN h.number IS NOT NULL THEN l.dst_host END AS risk_host
    FROM (${numberedLines()}) l
    LEFT JOIN numbered_names i ON i.name = l.ip_lists
    LEFT JOIN numbered_names h ON h.name = l.host_lists
    WHERE l.is_flow AND ${isOfDay('l', day)}`;
}

/** The place of the first line that was not added, from 0. */
export function firstRejected(day: number): string {
  const place = 'lines.rowid - (SELECT min(rowid) FROM lines) AS line_place, ';
  return `
    SELECT min(line_place) FROM (${numberedLines(place)}) l
    WHERE NOT coalesce(l.is_flow AND ${isOfDay('l', day)}, false)`;
}

/** A row of a file of flows. */
export function rowOf(path: string, row: number): string {
  const texts = flowFields.map((field) => `${quoteIdentifier(field)}::VARCHAR AS ${field}`);
  return `SELECT ${texts.join(', ')} FROM ${rowsOf(path, row, 1)}`;
}

/** Adds what a file has of logs or batches. */
export function insertIdentities({ table, columns }: IdentityTable, path: string): string {
  const names = columns.map(({ name }) => name).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM read_parquet(${quoteLiteral(path)})`;
}

/** Finds out whether what a file has of logs or batches is not sound. */
export function findUnsound({ columns, sound }: IdentityTable, path: string): string {
  const given = columns.map(({ name }) => `${name} IS NOT NULL`);
  return `
    SELECT min(file_row_number) FROM ${read(path)}
    WHERE NOT coalesce(${given.join(' AND ')} AND ${sound}, false)`;
}

/** Finds two rows with the same values where each has its own. */
export function findTwice({ unique }: IdentityTable, path: string): string {
  return `
    SELECT max(file_row_number) FROM ${read(path)}
    GROUP BY ${unique.join(', ')} HAVING count(*) > 1 LIMIT 1`;
}

function isOfDay(lines: string, day: number): string {
  return `${endedOn(day).replaceAll('end_time', `${lines}.end_time`)}
    AND (${lines}.host_lists IS NULL OR ${lines}.dst_host IS NOT NULL)`;
}
