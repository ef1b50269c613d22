import { isDeepStrictEqual } from 'node:util';
import {
  type EnrichedFlow,
  enriched,
  type Enrichment,
  noEnrichment,
  type Operation,
  type Question,
  textSource,
} from '@cfw-flow/store';
import { flowRecords, ltsLine, oracle, questions } from '@cfw-flow/store/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStore } from '../open-store.ts';

const day = 86_400_000;
const start = Date.UTC(2025, 6, 1);
const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** Rolls up whatever comes, step by step; flows of the second half of the week are recent. */
const pace = { look: 1, min: 1, max: 20, now: () => start + 3.5 * day };

const later: Enrichment = { region: () => 'B', risk: () => 'drop', riskHost: () => 'urlhaus' };

const shared = { fw_instance_id: firewall, log_type: 'internet' } as const;
const flowsOfOne = flowRecords.map((flow) => ({ ...flow, ...shared }));

/** About all flows but those of the first millisecond: the edge of the window is not that of a span. */
const questionsOfAll = questions.map(({ operation, query }) => {
  const window = { start: start + 1, end: start + 8 * day };
  return { operation, query: { ...query, ...shared, window } } as Question;
});

it('an answer is of one moment, whatever is ingested, rolled up, re-enriched or removed meanwhile', async () => {
  const batches = fc.sample(fc.array(flowsOfOne, { minLength: 20, maxLength: 40 }), 15);
  const asked = fc.sample(questionsOfAll, 12);
  let known = noEnrichment;
  const store = await openStore({ enrichment: () => known }, pace);
  // What the store may hold by now: the states that a change goes through are added as it begins.
  const states: EnrichedFlow[][] = [[]];
  let reached = 0;
  const change = async (next: EnrichedFlow[][], run: () => Promise<unknown>) => {
    states.push(...next);
    await run();
    reached = states.length - 1;
  };
  const ask = async <Id extends Operation>({ operation, query }: Question<Id>) => {
    const before = reached;
    const answer = await store.answer(operation, query);
    const isPossible = states
      .slice(before)
      .some((flows) => isDeepStrictEqual(answer, oracle[operation](flows, query)));
    expect({ operation, query, answer, isPossible }).toMatchObject({ isPossible: true });
  };
  const whileAsked = (changed: Promise<void>) =>
    Promise.all([changed, ...asked.map((one) => ask(one))]);
  try {
    for (const [place, flows] of batches.entries()) {
      const source = textSource('', String(place), flows.map(ltsLine));
      await whileAsked(
        change([[...states.at(-1)!, ...flows]], () =>
          store.ingest(source, { fw_instance_id: firewall }),
        ),
      );
    }
    known = later;
    const held = states.at(-1)!;
    const byDays = Array.from({ length: 8 }, (_, place) => {
      const end = start + (place + 1) * day;
      return held.flatMap((flow) => (flow.end_time < end ? enriched([flow], later) : [flow]));
    });
    await whileAsked(change(byDays, () => store.reEnrich()));
    const third = start + 2 * day;
    const kept = byDays.at(-1)!.filter(({ end_time }) => end_time >= third);
    await whileAsked(change([kept], () => store.prune(third)));
    await Promise.all(asked.map((one) => ask(one)));
  } finally {
    await store.close();
  }
});
