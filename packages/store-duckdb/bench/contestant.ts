import type { StoreWith } from '@cfw-flow/store';
import type { Bench, Row } from './database.ts';
import { groupingSets, numbers, onePass, type Spelling, texts, twoStatements } from './plain.ts';
import { detailsOf, items, queryOf, type Question, usual, windows } from './question.ts';

/** Somebody who answers questions about the same flows. */
export interface Contestant {
  name: string;
  /** One who is known to be slow: asked the usual questions alone, and each only once. */
  slow?: boolean;
  /** Ends with the signal, as an error. */
  answer(question: Question, signal?: AbortSignal): Promise<Answer>;
}

/** What is compared of an answer, which contestants spell differently. */
export interface Answer {
  /** Groups with their sums in the order of the answer. */
  groups: Row[];
  /** For each group, what is said of it; left out by who tells it in another form. */
  details?: Row[];
}

/** Has every item answered once about all flows, so that what was just opened has been read. */
export async function warmUp({ answer }: Contestant): Promise<void> {
  for (const item of items) await answer(usual(item, windows['7 d']!));
}

/** Our store, through its interface. */
export function ours(store: StoreWith): Contestant {
  return {
    name: 'ours',
    async answer(question, signal) {
      const { records, total } = await store.answer('listFlowStatistic', queryOf(question), {
        signal,
      });
      const details = detailsOf(question.item);
      return {
        groups: records.map((record) => ({ ...record, total })),
        details: records.flatMap((record) =>
          details.flatMap((detail) => {
            const told = record[detail] ?? [];
            const entries = typeof told === 'string' ? [{ key: told, value: undefined }] : told;
            return entries.map(({ value }, place) => ({
              detail,
              place: place + 1,
              measure: value,
            }));
          }),
        ),
      };
    },
  };
}

/** Two statements over narrow numbers, in the two ways that are quick. */
export function handWritten(rows: Bench): Contestant[] {
  return [
    plain('hand', rows, numbers, twoStatements),
    plain('hand, sets', rows, numbers, groupingSets),
  ];
}

/** All in one pass over narrow numbers. */
export function inOnePass(rows: Bench): Contestant {
  return { ...plain('one pass', rows, numbers, onePass), slow: true };
}

/** Two statements over texts. */
export function overTexts(flows: Bench): Contestant {
  return plain('texts', flows, texts, twoStatements);
}

function plain(
  name: string,
  bench: Bench,
  spelling: Spelling,
  way: (bench: Bench, spelling: Spelling, question: Question) => Promise<Answer>,
): Contestant {
  return {
    name,
    async answer(question, signal) {
      const interrupt = () => bench.interrupt();
      signal?.addEventListener('abort', interrupt);
      try {
        return await way(bench, spelling, question);
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    },
  };
}
