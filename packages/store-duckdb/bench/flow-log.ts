import type { Bench } from './database.ts';
import { addressName } from './names.ts';

/**
 * What a line says of its flow, in SQL: parts that are put together, of which null is nothing. The
 * last two tell the times, which `batches.ts` relies on.
 */
const parts = [
  text('fw_instance_id', 'firewalls.name'),
  text('log_type', 'log_types.name'),
  text('direction', 'directions.name'),
  text('src_ip', 'sources.name'),
  text('src_port', 'src_port'),
  text('dst_ip', 'destinations.name'),
  text('dst_port', 'dst_port'),
  text('protocol', 'protocols.name'),
  text('app', 'apps.name'),
  text('dst_host', 'hosts.name'),
  text('src_region_name', 'src_regions.name'),
  text('dst_region_name', 'dst_regions.name'),
  text('action', 'actions.name'),
  text('vsys', 'vsys'),
  text('vgw_id', 'vgws.name'),
  ...['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts', 'start_time', 'end_time'].map(
    (field) => `'"${field}":', ${field}, ${field === 'end_time' ? `'}'` : `','`}`,
  ),
];

/** No name of ours has a character that JSON or SQL writes in another way. */
function text(field: string, value: string): string {
  return `'"${field}":"' || ${value} || '",'`;
}

/** Has to come before {@link writeFlowLog}, once. */
export async function prepareFlowLog(rows: Bench): Promise<void> {
  // Databases that were made earlier call some of our services by public addresses.
  await rows.run(`
    CREATE OR REPLACE TEMP TABLE addresses AS
    SELECT number, ${addressName} AS name FROM address_names`);
}

/**
 * Writes the flows that ended in [start, end) as an LTS traffic log, in order of `end_time`: a JSON
 * object a line, ports and `vsys` as texts, what a flow doesn't have left out.
 */
export async function writeFlowLog(
  rows: Bench,
  path: string,
  start: number,
  end: number,
): Promise<void> {
  await rows.run(`
    COPY (
      SELECT concat('{', ${parts.join(', ')})
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
        LEFT JOIN vgw_names vgws ON vgws.number = vgw
      WHERE end_time >= ${start} AND end_time < ${end} ORDER BY end_time
    ) TO '${path}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\t')`);
}
