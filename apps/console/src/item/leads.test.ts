import { describe, expect, it } from 'vitest';
import { leadOf, tagsOf } from './leads.ts';

const numbers = { item: 'x', sessions: 1, request_byte: 1, response_byte: 1, last_time: 1 };

describe('a group leads', () => {
  it('to its detail', () => {
    expect(leadOf({ item: 'app' }, 'DNS')).toEqual({ page: 'detail', item: 'app', value: 'DNS' });
  });

  it('to that of its port, if it is an open one', () => {
    expect(leadOf({ item: 'open_port' }, '22')).toMatchObject({ item: 'dst_port', value: '22' });
  });

  it.each([
    ['the source of inbound flows', { direction: 'out2in' }, {}, 'src_ip'],
    ['the destination of outbound flows', { direction: 'in2out' }, {}, 'dst_ip'],
    ['the source of flows to others', {}, { dst_ip: [{ key: 'a', value: 2 }] }, 'src_ip'],
    ['the destination of flows from others', {}, { src_ip: [{ key: 'a', value: 2 }] }, 'dst_ip'],
  ] as const)('as an unsafe address to %s', (_, direction, lists, item) => {
    const group = { ...numbers, ...structuredClone<object>(lists) };
    expect(leadOf({ item: 'risk_ip', ...direction }, '192.0.2.1', group)).toEqual({
      page: 'detail',
      item,
      value: '192.0.2.1',
    });
  });

  it('as an unsafe host to the hosts that have its name: it may be a parent domain', () => {
    expect(leadOf({ item: 'risk_host' }, 'bad.example')).toEqual({
      page: 'item',
      item: 'dst_host',
      filter: 'bad.example',
      size: 1000,
    });
  });
});

describe('what is known of a group', () => {
  it('leads to its region on the side of the address, and to its protocol', () => {
    const group = { ...numbers, region: 'Brazil', protocol: 'TCP' };
    expect(tagsOf({ item: 'src_ip' }, group)).toEqual([
      { text: 'TCP', to: { page: 'detail', item: 'protocol', value: 'TCP' } },
      { text: 'Brazil', to: { page: 'detail', item: 'src_region_name', value: 'Brazil' } },
    ]);
    const [region] = tagsOf({ item: 'dst_ip' }, { ...numbers, region: 'Brazil' });
    expect(region?.to.item).toBe('dst_region_name');
  });

  it('narrows the ranking where the API has no groups of it', () => {
    const group = { ...numbers, device_name: 'db-1', tags: 'prod' };
    expect(tagsOf({ item: 'src_ip' }, group)).toEqual([
      { text: 'db-1', to: { filter: 'db-1' } },
      { text: 'prod', to: { filter: 'prod' } },
    ]);
  });
});
