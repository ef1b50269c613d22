import type { Answer, Contestant } from './contestant.ts';
import { later, type Question } from './question.ts';
import { median } from './spread.ts';

/** What takes longer than this is given up: milliseconds. */
const patience = 60_000;

/** What takes longer than this isn't asked again: milliseconds. */
const longWait = 3000;

/** Milliseconds, or why there is no answer. */
export type Outcome = number | '> 60 s' | 'memory';

/** What a contestant came to, after its first answer. */
interface Result {
  contestant: Contestant;
  first: Asked;
  spent: number[];
}

interface Asked {
  outcome: Outcome;
  answer?: Answer;
}

/**
 * Asks the contestants in turns, after a round to warm up that also holds their answers together.
 *
 * @returns of each, the median, or what came of the first time where it took long; nothing when
 *   there are no such flows
 */
export async function compare(
  contestants: readonly Contestant[],
  question: Question,
  times: number,
): Promise<Map<Contestant, Outcome> | undefined> {
  const results: Result[] = [];
  for (const contestant of contestants) {
    results.push({ contestant, first: await ask(contestant, question), spent: [] });
  }
  holdTogether(results, question);
  if (results[0]?.first.answer?.groups.length === 0) return undefined;
  for (let time = 1; time <= times; time++) {
    for (const { contestant, first, spent } of results) {
      if (contestant.slow || typeof first.outcome === 'string' || first.outcome > longWait)
        continue;
      const { outcome } = await ask(contestant, later(question, time));
      spent.push(typeof outcome === 'number' ? outcome : patience);
    }
  }
  return new Map(
    results.map(({ contestant, first, spent }) => [
      contestant,
      spent.length > 0 ? median(spent) : first.outcome,
    ]),
  );
}

async function ask(contestant: Contestant, question: Question): Promise<Asked> {
  const signal = AbortSignal.timeout(patience);
  const start = performance.now();
  try {
    const answer = await contestant.answer(question, signal);
    return { outcome: performance.now() - start, answer };
  } catch (error) {
    if (signal.aborted) return { outcome: '> 60 s' };
    if (/out of memory|more memory is needed/i.test(String(error))) return { outcome: 'memory' };
    throw error;
  }
}

function holdTogether(results: readonly Result[], question: Question): void {
  const told = results.filter(({ first }) => first.answer);
  const detailed = told.filter(({ first }) => first.answer?.details);
  for (const { contestant, first } of told) {
    if (sumsOf(first.answer!) !== sumsOf(told[0]!.first.answer!)) {
      throw new Error(`${contestant.name} has other groups for ${JSON.stringify(question)}`);
    }
  }
  for (const { contestant, first } of detailed) {
    if (entriesOf(first.answer!) !== entriesOf(detailed[0]!.first.answer!)) {
      throw new Error(`${contestant.name} has other details for ${JSON.stringify(question)}`);
    }
  }
}

/** The groups without their keys, which contestants spell differently. */
function sumsOf({ groups }: Answer): string {
  const sums = ['sessions', 'request_byte', 'response_byte', 'last_time', 'total'];
  return groups.map((group) => sums.map((sum) => String(group[sum])).join()).join('\n');
}

/** How much of what is said of the groups; how often a protocol or a region occurs isn't told. */
function entriesOf({ details = [] }: Answer): string {
  return details
    .map(({ detail, place, measure }) => {
      const counted = detail !== 'protocol' && detail !== 'region';
      return `${String(detail)} ${String(place)} ${counted ? String(measure) : ''}`;
    })
    .toSorted()
    .join('\n');
}
