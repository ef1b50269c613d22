// @module-tag slow

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FlowRecord, type Question, textSource } from '@cfw-flow/store';
import {
  assertProperty,
  allCapabilities,
  conformance,
  flowRecords,
  ltsLine,
  questions,
} from '@cfw-flow/store/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { expectAnswer } from '../testing/expect-answer.ts';

const day = 86_400_000;
const hour = 3_600_000;
const tenMinutes = 600_000;
const start = Date.UTC(2025, 6, 1);

/** Rolls up whatever comes, in steps as small as can be. */
const eager = { look: 1, min: 1, max: 1 };

/** Rolls up only when told to. */
const never = { look: 1, min: Infinity, max: 5 };

/** Windows that begin and end within spans, or on their borders. */
const windows = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: -1, max: 7 * day + 1 }),
      fc.integer({ min: 0, max: 7 * 144 }).map((spans) => spans * tenMinutes),
      fc.integer({ min: 0, max: 7 * 24 }).map((hours) => hours * hour),
      fc.integer({ min: 0, max: 7 }).map((days) => days * day),
    ),
    { minLength: 2, maxLength: 2 },
  )
  .map((ends) => ({ start: start + Math.min(...ends), end: start + Math.max(...ends) }));
const asked = fc.tuple(questions, fc.option(windows)).map(([{ operation, query }, window]) => {
  const within = { ...query, window: window ?? query.window };
  return { operation, query: within } as Question;
});

/** What happens to a store, step by step. */
const events = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ append: fc.array(flowRecords, { maxLength: 25 }) }) },
    { weight: 3, arbitrary: fc.record({ ask: fc.array(asked, { minLength: 1, maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.constant({ rollUp: true as const }) },
    { weight: 1, arbitrary: fc.record({ hoursPass: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ pruneBefore: fc.integer({ min: 0, max: 7 }) }) },
    { weight: 1, arbitrary: fc.constant({ restart: true as const }) },
  ),
  { maxLength: 16 },
);

describe('a store that rolls up', () => {
  it('answers as a scan of the flows, whatever came late, was rolled up or removed', async () => {
    await assertProperty(
      fc.asyncProperty(events, fc.constantFrom(eager, never), async (happened, speed) => {
        let now = start;
        const pace = { ...speed, now: () => now };
        const directory = await mkdtemp(join(tmpdir(), 'cfw-flow-events-'));
        let store = await openStore({ directory }, pace);
        let flows: FlowRecord[] = [];
        try {
          for (const [place, event] of happened.entries()) {
            if ('append' in event) {
              const source = textSource('', String(place), event.append.map(ltsLine));
              await store.ingest(source, { fw_instance_id: firewall });
              flows.push(...event.append);
            } else if ('ask' in event) {
              for (const question of event.ask) await expectAnswer(store, flows, question);
            } else if ('rollUp' in event) {
              await store.rollUp();
              expect(await store.status()).toMatchObject({ flows: flows.length, pending: 0 });
            } else if ('hoursPass' in event) {
              now += event.hoursPass * hour;
            } else if ('pruneBefore' in event) {
              const before = start + event.pruneBefore * day;
              const kept = flows.filter(({ end_time }) => end_time >= before);
              expect(await store.prune(before + 5)).toBe(flows.length - kept.length);
              flows = kept;
            } else {
              await store.close();
              store = await openStore({ directory }, pace);
            }
          }
          expect((await store.status()).failure).toBeUndefined();
          const { pending, ...verified } = await store.verify();
          expect(verified).toMatchObject({ flows: flows.length - pending, differing: 0 });
        } finally {
          await store.close();
          await rm(directory, { recursive: true });
        }
      }),
      { numRuns: 25, timeLimit: 60_000 },
    );
  }, 600_000);
});

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

// Flows that ended after the middle of their days are recent.
const halfRecent = { ...eager, now: () => start + 3.5 * day };

describe('a store that rolls up at once', () => {
  for (const { title, run } of conformance(allCapabilities)) {
    it(title, () => run((options) => openStore({ ...options }, halfRecent)), 600_000);
  }
});
