import { expect, it } from 'vitest';
import { suggestion } from './nearest-name.ts';

const items = ['src_ip', 'dst_ip', 'dst_port', 'protocol', 'dst_host', 'app', 'dst_region_name'];

it.each([
  ['dst_hots', 'dst_host'],
  ['DST_PORT', 'dst_port'],
  ['host', 'dst_host'],
  ['region', 'dst_region_name'],
  ['ip', 'src_ip'],
  ['x', undefined],
  ['', undefined],
  ['continent', undefined],
])('%j is taken for %s', (written, meant) => {
  expect(suggestion(written, items)).toBe(meant === undefined ? '' : ` Did you mean ${meant}?`);
});
