import type { StoreWith } from '@cfw-flow/store';
import { queryOf, type Question } from './question.ts';

/** A question that was answered: its number, and the milliseconds it took. */
export interface Answered {
  number: number;
  took: number;
}

/**
 * Asks a store one question after another until it is told to stop.
 *
 * @param question - the question of a number, from 0; two that are the same may cost nothing
 */
export async function keepAsking(
  store: StoreWith,
  question: (number: number) => Question,
  stop: AbortSignal,
  tell: (answered: Answered) => void,
): Promise<void> {
  for (let number = 0; !stop.aborted; number++) {
    const query = queryOf(question(number));
    const start = performance.now();
    await store.answer('listFlowStatistic', query);
    tell({ number, took: performance.now() - start });
  }
}
