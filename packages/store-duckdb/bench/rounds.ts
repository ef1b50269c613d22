import { filters, type FlowItem, type Question, usual, windows } from './question.ts';

/** Questions of a kind, one for each item. */
export interface Round {
  title: string;
  question(item: FlowItem): Question;
  /** Asks more than the usual questions do. */
  filtered: boolean;
  /** Most milliseconds that the median item of ours may take at 100 M flows. */
  target: number;
  /** How many times as fast as the hand-written SQL it has to be then. */
  ratio?: number;
}

const usualRounds: Round[] = [
  { ...about('1 h'), target: 40, ratio: 1.5 },
  { ...about('1 d'), target: 120 },
  { ...about('7 d'), target: 200, ratio: 8 },
  { ...about('custom'), target: 250 },
];

/** The usual questions about every window, then two of the windows with every filter. */
export const rounds: readonly Round[] = [
  ...usualRounds,
  ...usualRounds.filter(({ title }) => title === '1 d' || title === '7 d').flatMap(withFilters),
];

function about(window: string) {
  const question = (item: FlowItem) => usual(item, windows[window]!);
  return { title: window, question, filtered: false };
}

/** They may take twice as long. */
function withFilters({ title, question, target }: Round): Round[] {
  return Object.entries(filters).map(([name, filter]) => ({
    title: `${title}, ${name}`,
    question: (item) => filter(question(item)),
    filtered: true,
    target: 2 * target,
  }));
}
