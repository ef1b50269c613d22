import { flows } from './flow-log.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Sends the most, in one session. */
export const heavy = '203.0.113.99';
/** Has the most sessions. */
export const first = '192.0.2.1';
/** Only in the day before. */
export const gone = '192.0.2.77';

const flow = {
  dst_ip: '198.51.100.7',
  dst_port: '443',
  protocol: 'TCP',
  app: 'HTTPS',
  dst_region_name: 'Ireland',
  to_s_bytes: 1000,
  to_c_bytes: 2000,
};

/** Addresses that have two sessions each. */
const many = Array.from({ length: 1100 }, (_, index) => `10.9.${index >> 8}.${index & 255}`);

/**
 * A log of more source addresses than one answer has, and few destinations: in the last hour, and before
 * the last day.
 */
export function manyGroups(now: number): string {
  const recent = { ...flow, end_time: now - 10 * MINUTE };
  const before = { ...flow, end_time: now - DAY - 60 * MINUTE };
  return [
    ...flows(9, { ...recent, src_ip: first, src_region_name: 'Brazil' }),
    ...flows(6, { ...recent, src_ip: '192.0.2.2', app: 'DNS', dst_ip: '198.51.100.8' }),
    // So that the logs have the whole of the day before.
    ...flows(1, { ...flow, src_ip: first, end_time: now - 3 * DAY }),
    ...flows(3, { ...before, src_ip: first }),
    ...flows(4, { ...before, src_ip: gone, dst_ip: '198.51.100.77' }),
    ...many.flatMap((src_ip) => flows(2, { ...recent, src_ip })),
    ...flows(1, { ...recent, src_ip: heavy, to_s_bytes: 5_000_000_000 }),
  ].join('\n');
}
