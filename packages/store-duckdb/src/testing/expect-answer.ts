import type { EnrichedFlow, Operation, Question, StoreWith } from '@cfw-flow/store';
import { oracle } from '@cfw-flow/store/testing';
import { expect } from 'vitest';

/** Holds the answer of a store against that of a scan of all flows. */
export async function expectAnswer<Id extends Operation>(
  store: StoreWith,
  flows: readonly EnrichedFlow[],
  { operation, query }: Question<Id>,
): Promise<void> {
  const { answer, segments } = await store.explain(operation, query);
  const expected = oracle[operation](flows, query);
  expect({ operation, query, segments, answer }).toEqual({
    operation,
    query,
    segments,
    answer: expected,
  });
}
