import { ltsLine } from '../flow-log.ts';
import { type FormatLog, readsJson } from './format-log.ts';

/** Columns of the fields, as the engine would read them. */
export const ltsColumns = {
  fw_instance_id: 'VARCHAR',
  log_type: 'VARCHAR',
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
  action: 'VARCHAR',
  vsys: 'UTINYINT',
  vgw_id: 'VARCHAR',
  to_s_bytes: 'BIGINT',
  to_c_bytes: 'BIGINT',
  to_s_pkts: 'BIGINT',
  to_c_pkts: 'BIGINT',
  start_time: 'BIGINT',
  end_time: 'BIGINT',
} as const;

/**
 * The traffic log of LTS.
 *
 * @param without - fields that its lines lack
 */
export function ltsLog(without: readonly string[] = []): FormatLog {
  const name = 'flows.ndjson';
  const lines = `SELECT ${ltsLine(without)} FROM flows ORDER BY end_time`;
  return { format: 'lts', files: [{ name, lines, bare: readsJson(ltsColumns) }] };
}
