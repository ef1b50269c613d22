import { object, text } from '../json-sql.ts';
import { type FormatLog, readsJson } from './format-log.ts';

/** Rows of `logs/flow`: bytes and packets of both ways together, regions with their codes. */
const line = object({
  log_id: `'"' || number || '"'`,
  direction: text('direction'),
  start_time: 'start_time',
  end_time: 'end_time',
  src_ip: text('src_ip'),
  src_port: 'src_port',
  dst_ip: text('dst_ip'),
  dst_port: 'dst_port',
  protocol: text('protocol'),
  app: text('app'),
  dst_host: text('dst_host'),
  packets: '(to_s_pkts + to_c_pkts)',
  bytes: '(to_s_bytes + to_c_bytes)',
  src_region_id: text('src_region_name[8:]'),
  src_region_name: text('src_region_name'),
  dst_region_id: text('dst_region_name[8:]'),
  dst_region_name: text('dst_region_name'),
  log_type: text('log_type'),
});

const columns = {
  direction: 'VARCHAR',
  src_ip: 'VARCHAR',
  src_port: 'USMALLINT',
  dst_ip: 'VARCHAR',
  dst_port: 'USMALLINT',
  protocol: 'VARCHAR',
  app: 'VARCHAR',
  dst_host: 'VARCHAR',
  src_region_name: 'VARCHAR',
  dst_region_name: 'VARCHAR',
  bytes: 'BIGINT',
  packets: 'BIGINT',
  start_time: 'BIGINT',
  end_time: 'BIGINT',
};

/** Rows of CFW's `logs/flow`. */
export const cfwRowsLog: FormatLog = {
  format: 'cfw-rows',
  files: [
    {
      name: 'rows.ndjson',
      lines: `SELECT ${line} FROM flows ORDER BY end_time`,
      bare: readsJson(columns),
    },
  ],
};
