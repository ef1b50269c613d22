import { describe, expect, it } from 'vitest';
import { firstBatches, nextStep } from './backlog.ts';

const pace = { look: 1, min: 100, max: 1000 };
const hour = 3_600_000;

/** Batches of so many flows, each within an hour. */
function pending(...batches: readonly (readonly [flows: number, inHour: number])[]) {
  return batches.map(([flows, inHour], place) => ({
    batch: place + 1,
    flows,
    firstTime: inHour * hour,
    lastTime: inHour * hour + 1,
  }));
}

describe('the backlog of the rollups', () => {
  it('waits while the hour lasts', () => {
    expect(nextStep(pending([500, 3], [499, 3]), 'hours', pace)).toEqual([]);
  });

  it('is rolled up when the hour is over', () => {
    const backlog = pending([90, 3], [10, 4]);
    expect(nextStep(backlog, 'hours', pace)).toEqual(backlog);
  });

  it('waits while it is too small to be worth while', () => {
    expect(nextStep(pending([90, 3], [9, 4]), 'hours', pace)).toEqual([]);
  });

  it('is rolled up when it is as large as it may be, however long the hour lasts', () => {
    const backlog = pending([500, 3], [500, 3]);
    expect(nextStep(backlog, 'hours', pace)).toEqual(backlog);
  });

  it('is rolled up in steps, in the order in which it came', () => {
    const backlog = pending([600, 9], [400, 1], [1, 5]);
    expect(nextStep(backlog, 'hours', pace)).toEqual(backlog.slice(0, 2));
  });

  it('has steps of one batch at least', () => {
    const backlog = pending([5000, 1], [1, 2]);
    expect(firstBatches(backlog, pace.max)).toEqual(backlog.slice(0, 1));
  });
});
