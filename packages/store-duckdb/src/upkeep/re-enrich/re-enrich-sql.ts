import { endedOn } from '../../schema/days.ts';
import { named } from '../../schema/name-sql.ts';
import { riskColumns } from '../../schema/key-columns.ts';
import { foundTables } from './look-ups.ts';

/*
 * The flows of a day with what is known of them now, and which of them that changes.
 */

/** Tables that live as long as a day is looked at. */
export const temporary = ['day_addresses', 'day_hosts', ...foundTables, 'changed'];

/** The addresses and hosts of a day, by number and name. */
export function gatherDay(day: number): string {
  return `
    CREATE OR REPLACE TEMP TABLE day_addresses AS
    WITH seen AS MATERIALIZED (
      SELECT src_ip AS number FROM flows WHERE ${endedOn(day)}
      UNION SELECT dst_ip FROM flows WHERE ${endedOn(day)}
    )
    SELECT number, name FROM ${named('seen', 'number', 'src_ip')};
    CREATE OR REPLACE TEMP TABLE day_hosts AS
    WITH seen AS MATERIALIZED (
      SELECT DISTINCT dst_host AS number FROM flows WHERE ${endedOn(day)} AND dst_host IS NOT NULL
    )
    SELECT number, name FROM ${named('seen', 'number', 'dst_host')}`;
}

const regions = ['src_region_name', 'dst_region_name'] as const;
const columns = [...regions, ...riskColumns];

const differ = (names: readonly string[]) =>
  names.map((name) => `new_${name} IS DISTINCT FROM ${name}`).join(' OR ');

/** The flows of a day that change, by their place in the table, with what they become. */
export function findChanged(day: number): string {
  return `
    CREATE OR REPLACE TEMP TABLE changed AS
    SELECT flow, ${columns.map((name) => `new_${name}`).join(', ')},
      ${differ(regions)} AS region_differs, ${differ(riskColumns)} AS risk_differs
    FROM (
      SELECT f.*, f.rowid AS flow,
        coalesce(src_region_name, s.region) AS new_src_region_name,
        coalesce(dst_region_name, d.region) AS new_dst_region_name,
        direction = 'out2in' AS is_inbound,
        CASE WHEN is_inbound THEN s.risk ELSE d.risk END AS new_risk_ip_list,
        CASE WHEN new_risk_ip_list IS NULL THEN NULL WHEN is_inbound THEN src_ip
          ELSE dst_ip END AS new_risk_ip,
        CASE WHEN new_risk_ip_list IS NULL THEN NULL WHEN is_inbound THEN new_src_region_name
          ELSE new_dst_region_name END AS new_risk_ip_region,
        h.risk AS new_risk_host_list,
        CASE WHEN h.risk IS NOT NULL THEN dst_host END AS new_risk_host
      FROM flows f JOIN scopes USING (scope)
      LEFT JOIN known_addresses s ON s.number = f.src_ip
      LEFT JOIN known_addresses d ON d.number = f.dst_ip
      LEFT JOIN known_hosts h ON h.number = f.dst_host
      WHERE ${endedOn(day)}
    )
    WHERE region_differs OR risk_differs`;
}

/** How many change, and whether in a region and in a risk. */
export const countChanged = `
  SELECT count(*), count(*) FILTER (region_differs), count(*) FILTER (risk_differs) FROM changed`;

/** Changes them. */
export const applyChanged = `
  UPDATE flows SET ${columns.map((name) => `${name} = new_${name}`).join(', ')}
  FROM changed WHERE flows.rowid = changed.flow`;
