import type { Item, LogType } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { directionLabel, itemLabel, itemsLabel, logTypeLabel, sessionCount } from './labels.ts';

it('a value that the contract gained goes by its wire name', () => {
  expect(itemLabel('src_mac' as Item)).toBe('src_mac');
  expect(itemsLabel('src_mac' as Item)).toBe('src_mac');
  expect(logTypeLabel('lan' as LogType)).toBe('lan');
  expect(directionLabel(undefined)).toBe('Both ways');
});

it('one session is not several', () => {
  expect(sessionCount(1)).toBe('1 session');
  expect(sessionCount(1_000n)).toBe('1,000 sessions');
});
