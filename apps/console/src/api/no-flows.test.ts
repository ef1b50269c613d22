import { AssetType, Direction, Item, LogType, Order } from '@cfw-flow/fetch-client';
import { describe, expect, it } from 'vitest';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { explainNoFlows } from './no-flows.ts';
import type { View } from '../view/view.ts';

const first_time = 1_700_000_000_000;
const last_time = first_time + 3_600_000;
const firewall: FirewallSummary = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  flows: 1210,
  first_time,
  last_time,
  traffic: [
    { log_type: LogType.INTERNET, direction: Direction.IN2OUT, flows: 10 },
    { log_type: LogType.NAT, direction: Direction.IN2OUT, flows: 800 },
    { log_type: LogType.NAT, direction: Direction.OUT2IN, flows: 400 },
  ],
};
const view: View = {
  page: 'item',
  fw_instance_id: firewall.fw_instance_id,
  log_type: LogType.INTERNET,
  item: Item.SRC_IP,
  order: Order.RECORD,
  time: { last: 86_400_000 },
  compare: 'previous',
  zone: 'UTC',
  size: 5,
  open: [],
  openAll: false,
  live: true,
};
const later = { start: last_time + 1, end: last_time + 1000 };
const all = { start: first_time, end: last_time + 1 };

describe('nothing to show', () => {
  it('in a window beside the logs leads to the span of the logs', () => {
    const { title, reasons, remedies } = explainNoFlows(view, firewall, later);
    expect(title).toBe('No flows in this window');
    expect(reasons[0]).toMatch(/^The logs of this firewall run from 2023-11-1\d .* to 2023-11-1\d/);
    const { time } = remedies[0]!.changes;
    expect(time).toMatchObject({ start_time: expect.any(Number), end_time: expect.any(Number) });
    if (time === undefined || 'last' in time) throw new Error('no span');
    expect(time.start_time).toBeLessThanOrEqual(first_time);
    expect(time.end_time).toBeGreaterThan(last_time);
  });

  it('of a log type leads to the ones there are, most flows first, window included', () => {
    const { reasons, remedies } = explainNoFlows(
      { ...view, log_type: LogType.VPC, direction: Direction.OUT2IN },
      firewall,
      later,
    );
    expect(reasons).toEqual([
      'This firewall has no VPC logs. It has NAT (1,200 flows), Internet (10 flows).',
    ]);
    expect(remedies.map(({ label }) => label)).toEqual(['Show NAT logs', 'Show Internet logs']);
    expect(remedies[0]!.changes).toMatchObject({ log_type: 'nat', direction: undefined });
    expect(remedies[0]!.changes.time).toHaveProperty('start_time');
  });

  it('in one direction leads to both', () => {
    const { reasons, remedies } = explainNoFlows(
      { ...view, direction: Direction.OUT2IN },
      firewall,
      all,
    );
    expect(reasons).toEqual(['The Internet logs of this firewall have no inbound sessions.']);
    expect(remedies[0]!.changes).toEqual({ direction: undefined });
  });

  it('of open ports going out leads to inbound sessions', () => {
    for (const choice of [{ item: Item.OPEN_PORT }, { asset_type: AssetType.OPEN_PORT }]) {
      const { remedies } = explainNoFlows(
        { ...view, log_type: LogType.NAT, direction: Direction.IN2OUT, ...choice },
        firewall,
        all,
      );
      expect(remedies[0]!.changes).toEqual({ direction: 'out2in' });
    }
  });

  it('unsafe says that it takes a threat list, whatever the window', () => {
    const { title, reasons } = explainNoFlows({ ...view, item: Item.RISK_HOST }, firewall, later);
    expect(title).toBe('No unsafe hosts in this window');
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain('Without a threat list there are none.');
  });

  it('within the logs leads to all assets and to an item that every flow has', () => {
    const { remedies } = explainNoFlows(
      { ...view, item: Item.DST_HOST, asset_type: AssetType.PUBLIC },
      firewall,
      all,
    );
    expect(remedies.map(({ changes }) => changes)).toEqual([
      { asset_type: undefined },
      { page: 'item', item: 'src_ip' },
    ]);
  });

  it('of a group leads to the window that has it, to its other side, and to the ranking', () => {
    const { title, reasons, remedies } = explainNoFlows(
      { ...view, page: 'detail', item: Item.SRC_IP, value: '192.0.2.1' },
      firewall,
      all,
      { start: 1, end: 2 },
    );
    expect(title).toBe('This group has no flows in the window');
    expect(reasons).toEqual(['It has flows in the window that this one is compared with.']);
    expect(remedies).toEqual([
      { label: 'Show that window', changes: { time: { start_time: 1, end_time: 2 } } },
      { label: 'Look for it as destination address', changes: { item: 'dst_ip' } },
      { label: 'Rank source addresses', changes: { page: 'item' } },
    ]);
  });

  it('on the map is a matter of the regions', () => {
    const { title, remedies } = explainNoFlows(
      { ...view, page: 'map', item: Item.SRC_REGION_NAME },
      firewall,
      all,
    );
    expect(title).toBe('No source regions in this window');
    expect(remedies.map(({ label }) => label)).toEqual(['Show source addresses']);
  });
});
