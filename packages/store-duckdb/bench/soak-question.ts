import { filters, items, type Question, usual } from './question.ts';

const hour = 3_600_000;

/** Where a window begins and ends before the latest flow, in milliseconds. */
const spans = {
  '1 h': [hour, 0],
  '1 d': [24 * hour, 0],
  '7 d': [7 * 24 * hour, 0],
  custom: [37 * hour + 1_234_567, 5 * hour + 7_654_321],
} as const;

/** Kind of a question: its window. */
export type Kind = keyof typeof spans;

/** All kinds of questions. */
export const kinds = Object.keys(spans) as Kind[];

const ways = [(question: Question) => question, ...Object.values(filters)];

/** Kind of the question with a number. */
export function kindOf(number: number): Kind {
  return kinds[Math.floor(number / items.length) % kinds.length]!;
}

/**
 * A question of a number, from 0: all items about every window with every filter, in turns.
 *
 * @param now - when the latest flow ended. The window is moved a little from there, so that no
 *   answer is known already
 */
export function soakQuestion(number: number, now: number): Question {
  const [before, until] = spans[kindOf(number)];
  const by = 1 + (number % 1000);
  const way = ways[Math.floor(number / items.length / kinds.length) % ways.length]!;
  const window = { start: now - before + by, end: now - until + by };
  return way(usual(items[number % items.length]!, window));
}
