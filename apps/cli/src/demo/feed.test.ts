import { setTimeout } from 'node:timers/promises';
import type { FlowStore } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { startFeed } from './feed.ts';
import { flowsEndingIn } from './traffic.ts';

async function emptyStore(): Promise<FlowStore> {
  const store = await openDuckdbStore();
  onTestFinished(() => store.close());
  return store;
}

describe('the feed of the demo', () => {
  it('takes in every flow of the seconds that passed, once', async () => {
    const store = await emptyStore();
    const now = Math.floor(Date.now() / 1000) - 30;
    const feed = startFeed({ store, firewall: FIREWALL, seed: 1, now }, (error) => {
      throw error;
    });
    await setTimeout(4500);
    await feed.stop();
    const [held] = await store.firewalls();
    const end = Math.floor(held!.last_time / 1000) + 1;
    expect(end).toBeGreaterThan(now + 30);
    const made = Array.from({ length: end - now }, (_, index) =>
      flowsEndingIn({ seed: 1, second: now + index, crowd: 4 }),
    ).flat();
    expect(held!.flows).toBe(made.length);
  });

  it('tells once that the store takes no more, and ends', async () => {
    const store = await emptyStore();
    await store.close();
    const told: unknown[] = [];
    const now = Math.floor(Date.now() / 1000) - 30;
    const feed = startFeed({ store, firewall: FIREWALL, seed: 1, now }, (error) =>
      told.push(error),
    );
    await setTimeout(2500);
    await feed.stop();
    expect(told).toEqual([expect.objectContaining({ message: 'The store is closed.' })]);
  });
});
