import type { Bench } from './database.ts';
import { object, text } from './json-sql.ts';
import { copyLines, namedFlows } from './named-flows.ts';

/** Fields that are texts: ports and `vsys`, too. */
const texts = [
  'fw_instance_id',
  'log_type',
  'direction',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_name',
  'dst_region_name',
  'action',
  'vsys',
  'vgw_id',
];

const numbers = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts', 'start_time', 'end_time'];

/**
 * A flow as a line of an LTS traffic log, in SQL. The last two fields tell the times, which
 * `batches.ts` relies on.
 *
 * @param without - fields that the line lacks
 */
export function ltsLine(without: readonly string[] = []): string {
  const values = [
    ...texts.map((field) => [field, text(field)] as const),
    ...numbers.map((field) => [field, field] as const),
  ];
  return object(Object.fromEntries(values.filter(([field]) => !without.includes(field))));
}

/** Writes the flows that ended in [start, end) as an LTS traffic log, in order of `end_time`. */
export async function writeFlowLog(
  rows: Bench,
  path: string,
  start: number,
  end: number,
): Promise<void> {
  const flows = `SELECT * FROM (${namedFlows}) WHERE end_time >= ${start} AND end_time < ${end}`;
  await rows.run(copyLines(`SELECT ${ltsLine()} FROM (${flows}) ORDER BY end_time`, path));
}
