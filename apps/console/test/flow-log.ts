/** Firewall with flows of the last hours and, one of them, of two days ago. */
export const busyFirewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
/** Firewall whose only flows are old, and of the NAT border. */
export const quietFirewall = 'ffffffff-0000-4000-8000-000000000000';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Start of the old flows. */
export const OLD = Date.UTC(2024, 3, 29, 8);

/** A small log in the format of LTS, most of it just before now. */
export function flowLog(now: number): string {
  const recent = { end_time: now - 10 * MINUTE };
  const web = {
    dst_ip: '198.51.100.7',
    dst_port: '443',
    protocol: 'TCP',
    app: 'HTTPS',
    dst_host: 'portal.example',
    dst_region_name: 'Ireland',
    to_s_bytes: 1000,
    to_c_bytes: 50_000,
  };
  const names = {
    dst_ip: '203.0.113.53',
    dst_port: '53',
    protocol: 'UDP',
    app: 'DNS',
    to_s_bytes: 60,
    to_c_bytes: 120,
  };
  return [
    ...flows(6, { ...recent, ...web, src_ip: '192.0.2.10' }),
    ...flows(2, { ...recent, ...names, src_ip: '192.0.2.10' }),
    ...flows(5, { ...recent, ...web, src_ip: '192.0.2.11', dst_port: '8443' }),
    ...flows(4, { ...recent, ...names, src_ip: '192.0.2.12' }),
    ...flows(3, { ...recent, ...names, src_ip: '192.0.2.13' }),
    ...flows(2, { ...recent, ...names, src_ip: '192.0.2.14' }),
    ...flows(1, { ...recent, ...names, src_ip: '192.0.2.15' }),
    ...flows(1, {
      ...recent,
      ...web,
      src_ip: '203.0.113.200',
      dst_ip: '192.0.2.10',
      dst_region_name: 'Chinese Mainland',
      direction: 'out2in',
    }),
    ...flows(20, { ...web, src_ip: '192.0.2.99', end_time: now - 2 * DAY }),
    ...flows(3, {
      ...web,
      fw_instance_id: quietFirewall,
      log_type: 'nat',
      src_ip: '10.0.0.3',
      end_time: OLD,
    }),
    ...flows(1, {
      ...web,
      fw_instance_id: quietFirewall,
      log_type: 'nat',
      src_ip: '10.0.0.4',
      end_time: OLD + DAY,
    }),
  ].join('\n');
}

/** Flows of the busy firewall that are alike, as lines of a log. */
export function flows(count: number, fields: Record<string, string | number>): string[] {
  const flow = {
    fw_instance_id: busyFirewall,
    log_type: 'internet',
    direction: 'in2out',
    src_port: '40000',
    action: 'permit',
    ...fields,
  };
  return Array.from({ length: count }, () => JSON.stringify(flow));
}
