import { setImmediate } from 'node:timers/promises';
import { textSource } from '@cfw-flow/store';
import { openMemoryStore } from '@cfw-flow/store/testing';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import type { PrunableStore, Removal } from '../store/old-flows.ts';
import { removeOldAtStart, startRetention } from './retention.ts';
import { flowLine } from '../testing/logs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const midnight = Date.UTC(2026, 10, 22);

async function holding(...endTimes: number[]): Promise<PrunableStore> {
  const store = openMemoryStore();
  onTestFinished(() => store.close());
  const lines = endTimes.map((end_time) => JSON.stringify(flowLine({ end_time })));
  await store.ingest(textSource('sample', 'sample', lines), { fw_instance_id: FIREWALL });
  return store;
}

describe('a server that keeps some days', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: midnight });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says at the start that days are counted from the latest flow, and not again an hour later', async () => {
    const store = await holding(midnight - DAY, midnight);
    vi.setSystemTime(midnight + 400 * DAY);
    const reported: unknown[] = [];
    const listener = {
      onRemoval: (removal: Removal) => reported.push(removal),
      onAhead: (ahead: unknown) => reported.push({ ahead }),
      onFailure: (error: unknown) => reported.push(error),
    };
    const { signal } = new AbortController();
    const isAhead = await removeOldAtStart(store, 30, signal, listener);
    const ahead = { now: midnight + 400 * DAY, latest: midnight };
    expect([isAhead, reported]).toEqual([true, [{ ahead }]]);
    const status = vi.spyOn(store, 'status');
    const retention = startRetention(store, 30, listener, isAhead);
    onTestFinished(() => retention.stop());
    vi.advanceTimersByTime(HOUR);
    await vi.waitFor(() => expect(status).toHaveBeenCalledOnce());
    await setImmediate();
    expect(reported).toEqual([{ ahead }]);
  });

  function retain(store: PrunableStore, keepDays: number) {
    const reported: (Removal | unknown)[] = [];
    const retention = startRetention(store, keepDays, {
      onRemoval: (removal) => reported.push(removal),
      onAhead: (ahead) => reported.push({ ahead }),
      onFailure: (error) => reported.push(error),
    });
    onTestFinished(() => retention.stop());
    return { retention, reported };
  }

  it('checks every hour, and removes a day when another one has passed', async () => {
    const store = await holding(midnight - DAY, midnight - 1, midnight, midnight + DAY);
    // The last call of each removal.
    const status = vi.spyOn(store, 'status');
    const { reported } = retain(store, 1);
    for (let hour = 1; hour < 24; hour += 1) {
      vi.advanceTimersByTime(HOUR);
      await vi.waitFor(() => expect(status).toHaveBeenCalledTimes(hour));
      expect(await status.mock.results.at(-1)!.value).toMatchObject({ flows: 4 });
      await setImmediate();
    }
    expect(reported).toEqual([]);
    vi.advanceTimersByTime(HOUR);
    await vi.waitFor(() => expect(reported).toEqual([{ removed: 2, left: 2, before: midnight }]));
  });

  it('reports once that its clock jumped ten years ahead, and removes nothing', async () => {
    const store = await holding(midnight - DAY, midnight);
    const status = vi.spyOn(store, 'status');
    const { reported } = retain(store, 1);
    const now = midnight + 3653 * DAY;
    for (const look of [1, 2, 3]) {
      vi.setSystemTime(now + (look - 1) * HOUR);
      vi.advanceTimersByTime(HOUR);
      await vi.waitFor(() => expect(status).toHaveBeenCalledTimes(look));
      expect(await status.mock.results.at(-1)!.value).toMatchObject({ flows: 2 });
      await setImmediate();
    }
    expect(reported).toEqual([{ ahead: { now: now + HOUR, latest: midnight } }]);
  });

  it('reports a failure and tries again', async () => {
    const store = await holding(midnight - 2 * DAY, midnight);
    const { reported } = retain(store, 1);
    const broken = new Error('no memory');
    vi.spyOn(store, 'prune').mockRejectedValueOnce(broken);
    vi.advanceTimersByTime(HOUR);
    await vi.waitFor(() => expect(reported).toEqual([broken]));
    await setImmediate();
    vi.advanceTimersByTime(HOUR);
    await vi.waitFor(() => expect(reported[1]).toMatchObject({ removed: 1, left: 1 }));
  });

  it('does not begin again while a removal is under way, and reports nothing when it is stopped', async () => {
    const store = await holding(midnight);
    const { promise, reject } = Promise.withResolvers<number>();
    const prune = vi.spyOn(store, 'prune').mockReturnValue(promise);
    const { retention, reported } = retain(store, 1);
    vi.advanceTimersByTime(3 * HOUR);
    await vi.waitFor(() => expect(prune).toHaveBeenCalledTimes(1));
    vi.advanceTimersByTime(3 * HOUR);
    await setImmediate();
    retention.stop();
    reject(new Error('The store is closed.'));
    await expect(promise).rejects.toThrow('closed');
    vi.advanceTimersByTime(3 * HOUR);
    expect(prune).toHaveBeenCalledTimes(1);
    expect(reported).toEqual([]);
  });
});
