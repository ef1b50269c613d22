import { type StoreWith, StoreError, textSource } from '@cfw-flow/store';
import { openMemoryStore } from '@cfw-flow/store/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { removalInWords, removeOld } from './old-flows.ts';
import { flowLine } from '../testing/logs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const midnight = Date.UTC(2026, 10, 22);

async function holding(...endTimes: number[]): Promise<StoreWith<'prune'>> {
  const store = openMemoryStore();
  onTestFinished(() => store.close());
  const lines = endTimes.map((end_time) => JSON.stringify(flowLine({ end_time })));
  await store.ingest(textSource('sample', 'sample', lines), { fw_instance_id: FIREWALL });
  return store;
}

describe('flows that are too old', () => {
  it.each([midnight, midnight + 7 * HOUR, midnight + DAY - 1])(
    'ended before the last whole days, whatever time of the day it is: %d',
    async (now) => {
      const border = midnight - 2 * DAY;
      const store = await holding(border - 1, border, midnight, now);
      expect(await removeOld(store, 2, now)).toEqual({ removed: 1, left: 3, before: border });
      expect((await store.firewalls())[0]!.first_time).toBe(border);
    },
  );

  it('are none when more days are kept than there are since 1970', async () => {
    const store = await holding(Date.UTC(1974, 0), midnight);
    expect(await removeOld(store, 36_500, midnight)).toMatchObject({ removed: 0, left: 2 });
  });

  it('are removed also when counting what is left exceeds a limit', async () => {
    const store = await holding(midnight - 3 * DAY, midnight);
    vi.spyOn(store, 'status').mockRejectedValue(new StoreError('DEADLINE', 'Too late.'));
    const removal = await removeOld(store, 2, midnight);
    expect(removalInWords(removal)).toBe('1 flow that ended before 2026-11-20 (UTC) removed');
    vi.spyOn(store, 'prune').mockRejectedValue(new StoreError('MEMORY', 'Give it more.'));
    await expect(removeOld(store, 2, midnight)).rejects.toThrow('Give it more.');
  });

  it.each([
    ['ten years', 3653],
    ['a year', 365],
    ['three days', 3],
  ])('are those before the latest flow when the clock has jumped %s ahead', async (_, days) => {
    const border = midnight - 2 * DAY;
    const store = await holding(border - 1, border, midnight + HOUR);
    const now = midnight + HOUR + days * DAY;
    const removal = await removeOld(store, 2, now);
    const ahead = { now, latest: midnight + HOUR };
    expect(removal).toEqual({ removed: 1, left: 2, before: border, ahead });
    expect(removalInWords(removal)).toBe(
      '1 flow that ended before 2026-11-20 (UTC) removed, 2 flows left. The days to keep are ' +
        'counted back from the latest flow, of 2026-11-22, not from ' +
        `${new Date(now).toISOString().slice(0, 10)}, which the clock says: should it be wrong, ` +
        'nothing is lost',
    );
  });

  it.each([DAY, 20 * 365 * DAY, 56 * 365 * DAY])(
    'are no more than before when the clock was put back by %d ms',
    async (back) => {
      const store = await holding(midnight - 40 * DAY, midnight - 3 * DAY, midnight);
      const { removed, left } = await removeOld(store, 30, midnight - back);
      expect([removed, left]).toEqual(back === DAY ? [1, 2] : [0, 3]);
    },
  );

  it('do not depend on a firewall whose own clock is years ahead', async () => {
    const store = await holding(midnight - 40 * DAY, midnight - 3 * DAY);
    const line = JSON.stringify(flowLine({ end_time: Date.UTC(9999, 0) }));
    const other = 'c598d612-8112-465c-bffd-000000000009';
    await store.ingest(textSource('other', 'other', [line]), { fw_instance_id: other });
    expect(await removeOld(store, 30, midnight + 3653 * DAY)).toMatchObject({
      removed: 1,
      left: 2,
    });
  });

  it('are none in an empty store, whatever the clock says', async () => {
    const store = openMemoryStore();
    onTestFinished(() => store.close());
    for (const now of [0, midnight, 8.64e15]) {
      const removal = await removeOld(store, 30, now);
      expect(removal).toMatchObject({ removed: 0, left: 0 });
      expect(removalInWords(removal)).toMatch(/nothing removed, none is left$/);
    }
  });

  it('are reported with the day, in UTC', () => {
    const before = midnight;
    expect(removalInWords({ removed: 1234, left: 1, before })).toBe(
      '1,234 flows that ended before 2026-11-22 (UTC) removed, 1 flow left',
    );
    expect(removalInWords({ removed: 0, left: 0, before })).toBe(
      'No flow ended before 2026-11-22 (UTC): nothing removed, none is left',
    );
  });
});
