import { rm } from 'node:fs/promises';
import { openBench } from './database.ts';

/*
 * What the engine alone takes for a log: nothing is checked, no address is made canonical, nothing
 * is remembered.
 */

const types = {
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

function read(log: string): string {
  const columns = Object.entries(types).map(([field, type]) => `${field}: '${type}'`);
  return `read_ndjson('${log}', columns = {${columns.join(', ')}})`;
}

/** Reads all of a log and keeps nothing: milliseconds. */
export async function readBarely(log: string, folder: string): Promise<number> {
  return timed(folder, `SELECT max(COLUMNS(*)) FROM ${read(log)}`);
}

/** Reads a log into a plain table: milliseconds. */
export async function tableBarely(log: string, folder: string): Promise<number> {
  return timed(folder, `CREATE TABLE flows AS FROM ${read(log)}`);
}

async function timed(folder: string, statement: string): Promise<number> {
  const bench = await openBench(`${folder}/bare.duckdb`);
  const start = performance.now();
  await bench.run(statement);
  const took = performance.now() - start;
  bench.close();
  await rm(bench.path, { force: true });
  await rm(`${bench.path}.wal`, { force: true });
  return took;
}
