import { Item, type LogType } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { directionLabel, itemLabel, itemsLabel, logTypeLabel, shownOf } from './labels.ts';

it('a value that the contract gained goes by its wire name', () => {
  expect(itemLabel('src_mac' as Item)).toBe('src_mac');
  expect(itemsLabel('src_mac' as Item)).toBe('src_mac');
  expect(logTypeLabel('lan' as LogType)).toBe('lan');
  expect(directionLabel(undefined)).toBe('Both');
});

it('a ranking says how much of it is shown', () => {
  expect(shownOf(5, 1785, Item.DST_HOST)).toBe('5 of 1,785 hosts');
  expect(shownOf(1, 1, Item.SRC_IP)).toBe('1 of 1 source address');
  expect(shownOf(0, 0, Item.APP)).toBe('no applications');
});
