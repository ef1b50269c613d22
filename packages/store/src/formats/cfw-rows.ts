import type { LogFormat } from '../format.ts';

/**
 * Rows of CFW's `logs/flow` (ListFlowLogs, `data.records`), one JSON object a line. They have the
 * bytes of both ways together, in `bytes`, so that all of them count as sent by the client: the sum
 * of both ways is right, what came back is unknown and counts as nothing.
 *
 * Source: API Explorer of Huawei Cloud, CFW, ListFlowLogs.
 */
export const cfwFlowRows: LogFormat = {
  name: 'cfw-rows',
  title: 'Rows of CFW logs/flow',
  layout: { kind: 'json' },
  mark: {
    says: 'JSON with "bytes", "direction" and "dst_ip", without "to_s_bytes"',
    has: ['bytes', 'direction', 'dst_ip'],
    lacks: ['to_s_bytes'],
  },
  fields: {
    fw_instance_id: 'fw_instance_id',
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
    to_s_bytes: { key: 'bytes', as: 'whole' },
    to_c_bytes: { constant: '0' },
    to_s_pkts: 'packets',
    start_time: 'start_time',
    end_time: 'end_time',
  },
};
