import { type Bench, openCached } from './database.ts';

/** The flows as the schema of version 1 has them: names as texts, in a table `flows`. */
export async function openTexts(flows: number, rows: Bench): Promise<Bench> {
  return openCached(`texts-${flows}`, async (bench) => {
    await bench.run(`ATTACH '${rows.path}' AS made (READ_ONLY)`);
    await bench.run(`
      CREATE TABLE flows AS
      SELECT firewalls.name AS fw_instance_id, log_types.name AS log_type,
        directions.name AS direction, sources.name AS src_ip, src_port,
        destinations.name AS dst_ip, dst_port, protocols.name AS protocol, apps.name AS app,
        hosts.name AS dst_host, src_regions.name AS src_region_name,
        dst_regions.name AS dst_region_name, actions.name AS action, vsys::VARCHAR AS vsys,
        vgws.name AS vgw_id, to_s_bytes, to_c_bytes, to_s_pkts, to_c_pkts, start_time, end_time,
        asset_is_private
      FROM made.rows
        JOIN made.firewall_names firewalls ON firewalls.number = firewall
        JOIN made.log_type_names log_types ON log_types.number = log_type
        JOIN made.direction_names directions ON directions.number = direction
        JOIN made.protocol_names protocols ON protocols.number = protocol
        JOIN made.action_names actions ON actions.number = action
        JOIN made.address_names sources ON sources.number = src
        JOIN made.address_names destinations ON destinations.number = dst
        LEFT JOIN made.app_names apps ON apps.number = app
        LEFT JOIN made.host_names hosts ON hosts.number = host
        LEFT JOIN made.region_names src_regions ON src_regions.number = src_region
        LEFT JOIN made.region_names dst_regions ON dst_regions.number = dst_region
        LEFT JOIN made.vgw_names vgws ON vgws.number = vgw`);
    const [made] = await bench.rows(
      'SELECT (SELECT count(*) FROM flows) = (SELECT count(*) FROM made.rows) AS whole',
    );
    if (made!['whole'] !== true) throw new Error('the joins to the names lost or doubled flows');
    await bench.run('DETACH made');
  });
}
