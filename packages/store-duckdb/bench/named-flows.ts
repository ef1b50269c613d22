import type { Bench } from './database.ts';
import { addressName } from './names.ts';

/** Has to come before {@link namedFlows} are read, once. */
export async function prepareNames(rows: Bench): Promise<void> {
  // Databases that were made earlier call some of our services by public addresses.
  await rows.run(`
    CREATE OR REPLACE TEMP TABLE addresses AS
    SELECT number, ${addressName} AS name FROM address_names`);
}

/** The flows under the names of LTS, in no order, each with a number of its own: a query. */
export const namedFlows = `
  SELECT rows.rowid AS number, firewalls.name AS fw_instance_id, log_types.name AS log_type,
    directions.name AS direction, sources.name AS src_ip, src_port, destinations.name AS dst_ip,
    dst_port, protocols.name AS protocol, apps.name AS app, hosts.name AS dst_host,
    src_regions.name AS src_region_name, dst_regions.name AS dst_region_name,
    actions.name AS action, vsys, vgws.name AS vgw_id, to_s_bytes, to_c_bytes, to_s_pkts, to_c_pkts,
    start_time, end_time
  FROM rows
    LEFT JOIN firewall_names firewalls ON firewalls.number = firewall
    LEFT JOIN log_type_names log_types ON log_types.number = log_type
    LEFT JOIN direction_names directions ON directions.number = direction
    LEFT JOIN protocol_names protocols ON protocols.number = protocol
    LEFT JOIN action_names actions ON actions.number = action
    LEFT JOIN addresses sources ON sources.number = src
    LEFT JOIN addresses destinations ON destinations.number = dst
    LEFT JOIN app_names apps ON apps.number = app
    LEFT JOIN host_names hosts ON hosts.number = host
    LEFT JOIN region_names src_regions ON src_regions.number = src_region
    LEFT JOIN region_names dst_regions ON dst_regions.number = dst_region
    LEFT JOIN vgw_names vgws ON vgws.number = vgw`;

/** Writes the rows of a query, which have one column, as the lines of a file. */
export function copyLines(query: string, path: string): string {
  return `COPY (${query}) TO '${path}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')`;
}
