import { setImmediate, setTimeout } from 'node:timers/promises';
import type { FlowStore } from '@cfw-flow/store';
import { openMemoryStore } from '@cfw-flow/store/testing';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { startFeed } from './feed.ts';
import { storiesAround } from './stories.ts';
import { flowsEndingIn } from './traffic.ts';

async function emptyStore(): Promise<FlowStore> {
  const store = openMemoryStore();
  onTestFinished(() => store.close());
  return store;
}

describe('the feed of the demo', () => {
  it('ingests every flow of the seconds that passed, once', async () => {
    const store = await emptyStore();
    const behind = 300;
    const now = Math.floor(Date.now() / 1000) - behind;
    const feed = startFeed({ store, firewall: FIREWALL, seed: 1, now }, (error) => {
      throw error;
    });
    await setTimeout(4500);
    await feed.stop();
    const passed = Math.floor(Date.now() / 1000) - now;
    const [held] = await store.firewalls();
    let flows = 0;
    const sums = Array.from({ length: passed + 1 }, (_, index) => {
      const before = flows;
      const stories = storiesAround(now);
      flows += flowsEndingIn({ seed: 1, second: now + index, stories }).length;
      return before;
    });
    expect(sums.slice(behind + 1)).toContain(held!.flows);
  });

  describe('with a clock that jumps', () => {
    const start = Date.UTC(2026, 10, 22) / 1000;
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: start * 1000 });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it.each([
      ['ten years ahead', 3653 * 86_400],
      ['a day back', -86_400],
    ])('%s goes on there, second by second', async (_, jump) => {
      const store = await emptyStore();
      const ingest = vi.spyOn(store, 'ingest');
      const options = { store, firewall: FIREWALL, seed: 1, now: start };
      const feed = startFeed(options, (error) => {
        throw error;
      });
      const after = async (ingests: number) => {
        vi.advanceTimersByTime(1000);
        await vi.waitFor(() => expect(ingest).toHaveBeenCalledTimes(ingests));
        await Promise.all(ingest.mock.results.map(({ value }) => value));
        await setImmediate();
      };
      await after(1);
      vi.setSystemTime((start + jump) * 1000);
      await after(2);
      await after(3);
      await feed.stop();
      const identities = ingest.mock.calls.map(([{ identity }]) => identity);
      // The fake clock ticks once more after a jump.
      const there = start + jump - 1;
      expect(identities).toEqual([
        `demo:1:${start}-${start + 1}`,
        `demo:1:${there}-${there + 1}`,
        `demo:1:${there + 1}-${there + 2}`,
      ]);
    });
  });

  it('reports once that an ingest failed, and ends', async () => {
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
