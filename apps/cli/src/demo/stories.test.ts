// @module-tag slow

import {
  type CfwClient,
  createClient,
  type FlowItem,
  type Order,
  type QueryWindow,
} from '@cfw-flow/fetch-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { startProgramsAt } from '../testing/clock.ts';
import { serve } from '../testing/program.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What ends the server. */
let end = async () => {};
let client: CfwClient;
/** When the demo started, within some seconds: no night, in which a story is under way. */
const now = Date.UTC(2026, 10, 18, 15);

beforeAll(async () => {
  const restore = startProgramsAt(now);
  const { url } = await serve(['--demo'], '.', (ending) => (end = ending));
  restore();
  client = createClient({ endpoint: url, projectId: PROJECT });
});
afterAll(() => end());

const ago = (start: number, until = 0): QueryWindow => ({
  start_time: now - start,
  end_time: now - until,
});
const inbound = { fw_instance_id: FIREWALL, log_type: 'internet', direction: 'out2in' } as const;
const outbound = { fw_instance_id: FIREWALL, log_type: 'internet', direction: 'in2out' } as const;
const nat = { fw_instance_id: FIREWALL, log_type: 'nat', direction: 'in2out' } as const;

/** The keys of a ranking, the first one first. */
async function keys(
  flows: typeof inbound | typeof outbound | typeof nat,
  window: QueryWindow,
  item: FlowItem,
  order: Order = 'record',
): Promise<string[]> {
  const top = await client.showFlowTop({ ...flows, ...window, item: [item], order, size: 1000 });
  return top[item]!.map(({ key }) => key);
}

describe('in the demo', () => {
  describe('the port scan of the last hour', () => {
    it('puts one outside address before all others', async () => {
      expect((await keys(inbound, ago(HOUR), 'src_ip'))[0]).toBe('192.0.2.250');
      expect(await keys(inbound, ago(2 * HOUR, HOUR), 'src_ip')).not.toContain('192.0.2.250');
    });

    it('tried hundreds of ports of one server, and got no answer', async () => {
      const detail = await client.showFlowDetail({
        ...inbound,
        ...ago(HOUR),
        item: 'src_ip',
        value: '192.0.2.250',
      });
      expect(detail.dst_ip_count).toBe(1);
      expect(detail.dst_port_count).toBeGreaterThan(500);
      expect(detail.response_byte).toBe(0);
      expect(detail.start_time).toBeGreaterThan(now - 41 * MINUTE);
      expect(detail.end_time).toBeLessThan(now - 29 * MINUTE);
    });
  });

  describe('the exfiltration of the last night', () => {
    it('puts one workstation and one host before all others by bytes', async () => {
      const day = ago(25 * HOUR);
      expect((await keys(nat, day, 'src_ip', 'byte'))[0]).toBe('10.20.2.50');
      expect((await keys(nat, day, 'dst_host', 'byte'))[0]).toBe('drop.storage.example');
    });

    it('went to a region that is new', async () => {
      expect(await keys(nat, ago(25 * HOUR), 'dst_region_name')).toContain('Iceland');
      expect(await keys(nat, ago(7 * DAY, 25 * HOUR), 'dst_region_name')).not.toContain('Iceland');
    });

    it('was at two o’clock, and sent far more than it got', async () => {
      const group = { ...nat, item: 'dst_host', value: 'drop.storage.example' } as const;
      const detail = await client.showFlowDetail({ ...group, ...ago(25 * HOUR) });
      expect(new Date(detail.end_time!).getUTCHours()).toBe(2);
      expect(detail.request_byte).toBeGreaterThan(100 * detail.response_byte!);
      const { records } = await client.showFlowTrend({
        ...nat,
        ...ago(2 * DAY),
        ip: ['10.20.2.50'],
      });
      const peak = records.toSorted((one, other) => other.out_bps - one.out_bps)[0]!;
      expect(new Date(peak.agg_time).getUTCHours()).toBe(2);
    });
  });

  it('a host is new since a release two days and six hours ago', async () => {
    const metrics = { ...outbound, item: 'dst_host', value: 'metrics.vendor.example' } as const;
    const after = await client.showFlowDetail({ ...metrics, ...ago(7 * DAY) });
    expect(after.start_time).toBeGreaterThan(now - 2 * DAY - 6 * HOUR - 2 * MINUTE);
    expect(after.start_time).toBeLessThan(now - 2 * DAY - 5 * HOUR);
    expect(after.end_time).toBeGreaterThan(now - HOUR);
    expect(after.src_ip_count).toBe(3);
    expect(await keys(outbound, ago(2 * DAY), 'dst_host')).toContain('metrics.vendor.example');
    expect(await keys(outbound, ago(7 * DAY, 3 * DAY), 'dst_host')).not.toContain(
      'metrics.vendor.example',
    );
  });

  describe('the outage of the website five hours ago', () => {
    const website = { ...inbound, item: 'dst_host', value: 'www.acme.example' } as const;

    it('left it without sessions for 40 minutes', async () => {
      const down = await client.showFlowDetail({
        ...website,
        ...ago(5 * HOUR - MINUTE, 4 * HOUR + 21 * MINUTE),
      });
      expect(down.sessions).toBe(0);
      const { records } = await client.showFlowTrend({
        ...inbound,
        ...ago(6 * HOUR, 4 * HOUR),
        ip: ['203.0.113.11', '2001:db8:113::10'],
      });
      const isQuiet = records.map(({ in_bps, out_bps }) => in_bps + out_bps === 0);
      expect(isQuiet.slice(61, 99)).toEqual(Array.from({ length: 38 }, () => true));
      expect(isQuiet.slice(0, 59)).toContain(false);
    });

    it('was followed by a burst of visitors who tried again', async () => {
      const burst = ago(4 * HOUR + 20 * MINUTE, 4 * HOUR + 10 * MINUTE);
      const after = await client.showFlowDetail({ ...website, ...burst });
      const usual = await client.showFlowDetail({
        ...website,
        ...ago(5 * HOUR + 10 * MINUTE, 5 * HOUR),
      });
      expect(after.sessions).toBeGreaterThan(4 * usual.sessions!);
    });
  });

  it('has traffic at each border, and between VPCs by name', async () => {
    for (const log_type of ['internet', 'nat', 'vpc', 'vgw'] as const) {
      const flows = { fw_instance_id: FIREWALL, log_type, ...ago(DAY) };
      const { dst_ip } = await client.showFlowTop({ ...flows, item: ['dst_ip'], order: 'record' });
      expect([log_type, dst_ip!.length]).toEqual([log_type, 5]);
    }
    const vpc = { fw_instance_id: FIREWALL, log_type: 'vpc', ...ago(DAY) } as const;
    const { records } = await client.showFlowTrend({ ...vpc, vpc: ['vpc-data'] });
    expect(records.some(({ in_bps }) => in_bps > 0)).toBe(true);
  });
});
