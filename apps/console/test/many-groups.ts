import { busyFirewall } from './flow-log.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Sends the most, in one session. */
export const heavy = '203.0.113.99';
/** Has the most sessions. */
export const first = '192.0.2.1';
/** Only in the day before. */
export const gone = '192.0.2.77';

/** Addresses that have two sessions each. */
const many = Array.from({ length: 1100 }, (_, index) => `10.9.${index >> 8}.${index & 255}`);

/**
 * A log of more source addresses than one answer has, and few destinations: in the last hour, and before
 * the last day.
 */
export function manyGroups(now: number): string {
  const recent = now - 10 * MINUTE;
  const before = now - DAY - 60 * MINUTE;
  return [
    ...flows(9, { src_ip: first, src_region_name: 'Brazil', end_time: recent }),
    ...flows(6, { src_ip: '192.0.2.2', end_time: recent, app: 'DNS', dst_ip: '198.51.100.8' }),
    // So that the logs have the whole of the day before.
    ...flows(1, { src_ip: first, end_time: now - 3 * DAY }),
    ...flows(3, { src_ip: first, end_time: before }),
    ...flows(4, { src_ip: gone, end_time: before, dst_ip: '198.51.100.77' }),
    ...many.flatMap((src_ip) => flows(2, { src_ip, end_time: recent })),
    ...flows(1, { src_ip: heavy, end_time: recent, to_s_bytes: 5_000_000_000 }),
  ].join('\n');
}

function flows(count: number, fields: Record<string, string | number>): string[] {
  const flow = {
    fw_instance_id: busyFirewall,
    log_type: 'internet',
    direction: 'in2out',
    src_port: '40000',
    dst_ip: '198.51.100.7',
    dst_port: '443',
    protocol: 'TCP',
    app: 'HTTPS',
    dst_region_name: 'Ireland',
    to_s_bytes: 1000,
    to_c_bytes: 2000,
    action: 'permit',
    ...fields,
  };
  return Array.from({ length: count }, () => JSON.stringify(flow));
}
