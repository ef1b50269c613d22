import { FlowItem, Order } from '@cfw-flow/types';
import { describe, expect, it } from 'vitest';
import { afterKey, type Key, type WatchState } from './watch-state.ts';

const first: WatchState = {
  item: FlowItem.SRC_IP,
  order: Order.RECORD,
  length: '1h',
  isPaused: false,
};

function after(state: WatchState, ...keys: Key[]): WatchState | undefined {
  return keys.reduce<WatchState | undefined>((now, key) => now && afterKey(now, key), state);
}

describe('the keys of watch', () => {
  it('go through the items, from the last one to the first', () => {
    expect(after(first, { name: 'right' })?.item).toBe('dst_ip');
    expect(after(first, { name: 'left' })?.item).toBe('src_region_name');
    expect(after(first, { name: 'left' }, { name: 'right' })?.item).toBe('src_ip');
    expect(after(first, { sequence: '5' })?.item).toBe('dst_host');
    expect(after(first, { sequence: '9' })).toEqual(first);
  });

  it('sort, pause and go on', () => {
    expect(after(first, { name: 'b' })?.order).toBe('byte');
    expect(after(first, { name: 'b' }, { name: 's' })).toEqual(first);
    expect(after(first, { name: 'p' })?.isPaused).toBe(true);
    expect(after(first, { name: 'p' }, { name: 'space' })).toEqual(first);
  });

  it('make the window longer and shorter, also one of another length', () => {
    expect(after(first, { sequence: '+' })?.length).toBe('6h');
    expect(after(first, { sequence: '-' })?.length).toBe('15m');
    expect(after({ ...first, length: '2h' }, { sequence: '-' })?.length).toBe('1h');
    expect(after({ ...first, length: '30d' }, { sequence: '+' })?.length).toBe('30d');
    expect(after({ ...first, length: '1m' }, { sequence: '-' })?.length).toBe('1m');
  });

  it('end it', () => {
    expect(after(first, { name: 'q' })).toBeUndefined();
    expect(after(first, { name: 'c', ctrl: true })).toBeUndefined();
    expect(after(first, { name: 'c' })).toEqual(first);
  });
});
