import { textSource } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { rollupMessages, rollUp } from './roll-up.ts';
import { flowLine } from '../testing/logs.ts';

describe('rolling up', () => {
  it('leaves no pending flows', async () => {
    const store = await openDuckdbStore();
    onTestFinished(() => store.close());
    await store.ingest(textSource('sample', 'sample', [JSON.stringify(flowLine())]), {
      fw_instance_id: FIREWALL,
    });
    expect(await store.status()).toMatchObject({ flows: 1, pending: 1 });
    await rollUp(store, new AbortController().signal);
    expect(await store.status()).toMatchObject({ flows: 1, pending: 0 });
  });

  it('is given up with the reason of the signal', async () => {
    const store = await openDuckdbStore();
    onTestFinished(() => store.close());
    const reason = new Error('gone');
    await expect(rollUp(store, AbortSignal.abort(reason))).rejects.toBe(reason);
    const begun = Promise.withResolvers<void>();
    vi.spyOn(store, 'rollUp').mockImplementation(() => {
      begun.resolve();
      return new Promise(() => {});
    });
    const controller = new AbortController();
    const rolling = rollUp(store, controller.signal);
    await begun.promise;
    controller.abort(reason);
    await expect(rolling).rejects.toBe(reason);
  });
});

describe('rollups that lag behind', () => {
  it('are reported when a million flows are pending, or when rolling up failed', () => {
    const status = { flows: 12_345_678, pending: 999_999, bytes: 0, sources: 1, rejected: 0 };
    expect(rollupMessages(status)).toEqual([]);
    expect(rollupMessages({ ...status, pending: 1_000_000 })).toEqual([
      '1,000,000 of 12,345,678 flows are not rolled up yet: answers about them take longer.',
    ]);
    expect(rollupMessages({ ...status, failure: 'Error: no memory' })).toEqual([
      'Rolling up failed, and is tried again when flows come in: Error: no memory',
    ]);
  });
});
