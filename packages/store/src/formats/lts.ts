import type { LogFormat } from '../format.ts';

/**
 * CFW's traffic log as Log Tank Service (LTS) transfers it: one JSON object a line. Ports and
 * `vsys` come as strings or numbers. `fw_instance_id` and `vgw_id` are no fields of the LTS log:
 * a row that carries them says itself whose it is.
 *
 * Source: user manual of CFW, "Traffic Logs", and of LTS, the CFW traffic log template.
 */
export const ltsTrafficLog: LogFormat = {
  name: 'lts',
  title: 'CFW traffic log from LTS',
  layout: { kind: 'json' },
  mark: { says: 'JSON with "to_s_bytes" and "dst_ip"', has: ['to_s_bytes', 'dst_ip'] },
  fields: {
    fw_instance_id: 'fw_instance_id',
    log_type: 'log_type',
    direction: 'direction',
    src_ip: 'src_ip',
    src_port: 'src_port',
    dst_ip: 'dst_ip',
    dst_port: 'dst_port',
    protocol: 'protocol',
    app: 'app',
    dst_host: 'dst_host',
    src_region_name: 'src_region_name',
    dst_region_name: 'dst_region_name',
    src_vpc: 'src_vpc',
    dst_vpc: 'dst_vpc',
    action: 'action',
    vsys: 'vsys',
    vgw_id: 'vgw_id',
    to_s_bytes: 'to_s_bytes',
    to_c_bytes: 'to_c_bytes',
    to_s_pkts: 'to_s_pkts',
    to_c_pkts: 'to_c_pkts',
    start_time: 'start_time',
    end_time: 'end_time',
  },
};
