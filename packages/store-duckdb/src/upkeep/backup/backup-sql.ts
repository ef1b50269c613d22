import { addressFields, fieldRules, type FlowField, flowFields } from '@cfw-flow/store';
import { endedOn } from '../../schema/days.ts';
import { named } from '../../schema/name-sql.ts';
import { firstOtherNumber, ipv4Text } from '../../sql/address-sql.ts';
import { quoteLiteral } from '../../sql/quote.ts';
import { findings } from './flow-columns.ts';

/*
 * The flows of a day with the texts that their numbers stand for. Flows and dictionaries stream by,
 * however large they are; hashed are the names that the day has, and the few names of what is not an
 * address or a host.
 */

/** Fields that are columns of scopes. */
const scopeFields = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'];

/** Columns with numbers of the dictionary of names. */
const nameColumns = [
  ...flowFields.filter((field) => fieldRules[field].kind === 'text' && !isOfScope(field)),
  ...findings,
];

/** A query for the flows of a day, under the names of a file of flows. */
export function flowsOfDay(day: number): string {
  const columns = [...flowFields, ...findings].map((column) => `${textOf(column)} AS ${column}`);
  return `
    WITH seen_hosts AS MATERIALIZED (
      SELECT DISTINCT dst_host AS number FROM flows WHERE ${endedOn(day)} AND dst_host IS NOT NULL
    ),
    day_hosts AS MATERIALIZED (SELECT number, name FROM ${named('seen_hosts', 'number', 'dst_host')}),
    seen_addresses AS MATERIALIZED (
      ${addressFields
        .map(
          (end) =>
            `SELECT ${end} AS number FROM flows WHERE ${endedOn(day)} AND ${end} >= ${firstOtherNumber}`,
        )
        .join(' UNION ')}
    ),
    day_addresses AS MATERIALIZED (
      SELECT number, name FROM ${named('seen_addresses', 'number', 'src_ip')}
    )
    SELECT ${columns.join(', ')}
    FROM flows f JOIN scopes USING (scope)
    LEFT JOIN day_hosts of_dst_host ON of_dst_host.number = f.dst_host
    ${addressFields
      .map((end) => `LEFT JOIN day_addresses of_${end} ON of_${end}.number = f.${end}`)
      .join('\n    ')}
    ${nameColumns
      .map((column) => `LEFT JOIN names of_${column} ON of_${column}.number = f.${column}`)
      .join('\n    ')}
    WHERE ${endedOn(day)}`;
}

/** Statement that writes the rows of a query. */
export function writeParquet(query: string, path: string): string {
  return `COPY (${query}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION zstd)`;
}

function textOf(column: FlowField | (typeof findings)[number]): string {
  if (column === 'src_ip' || column === 'dst_ip') {
    return `CASE WHEN f.${column} < ${firstOtherNumber} THEN ${ipv4Text(`f.${column}`)}
      ELSE of_${column}.name END`;
  }
  if (column === 'dst_host' || nameColumns.includes(column)) return `of_${column}.name`;
  return isOfScope(column) ? column : `f.${column}`;
}

function isOfScope(column: string): boolean {
  return scopeFields.includes(column);
}
