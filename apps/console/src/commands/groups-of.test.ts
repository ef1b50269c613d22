import { expect, it } from 'vitest';
import { groupsOf } from './groups-of.ts';

it.each([
  ['192.0.2.10', ['src_ip', 'dst_ip']],
  [' 2001:DB8::1 ', ['src_ip', 'dst_ip']],
  ['443', ['dst_port']],
  ['portal.example', ['dst_host']],
  ['Portal.Example.', ['dst_host']],
  ['例子.测试', ['dst_host']],
])('%j may be a group of %j', (typed, items) => {
  expect(groupsOf(typed).map(({ item }) => item)).toEqual(items);
});

it('groups are written as the API writes them', () => {
  expect(groupsOf(' Portal.Example. ')[0]?.value).toBe('portal.example');
  expect(groupsOf('0080')[0]?.value).toBe('80');
});

it.each(['', 'overview', '192.0.2.', '192.0.2.300', '65536', ':::', '1.2.3', 'a b.c'])(
  '%j is no group',
  (typed) => {
    expect(groupsOf(typed)).toEqual([]);
  },
);
