import type { StoreWith } from '@cfw-flow/store';
import { ours, warmUp } from './contestant.ts';
import { fillOurs, openOurs } from './ours.ts';
import { items, later, queryOf, type Question, usual, windows } from './question.ts';
import { median } from './spread.ts';
import { numbers, startTable, words } from './table.ts';

/** What the questions about one window cost in a store of one size. */
interface Cost {
  window: string;
  millions: number;
  /** Flows and distinct destinations that a usual question is about. */
  flows: number;
  keys: number;
  /** Milliseconds of the items: a median each. */
  spent: number[];
}

/** Asks ours the same questions in stores of several sizes, millions of flows each. */
export async function growth(sizes: readonly number[], times: number): Promise<void> {
  const costs: Cost[] = [];
  for (const millions of sizes) {
    const store = await openOurs(await fillOurs(millions * 1_000_000));
    try {
      await warmUp(ours(store));
      for (const window of Object.keys(windows)) {
        costs.push(await costOf(store, millions, window, times));
      }
    } finally {
      await store.close();
    }
  }
  const print = startTable([
    words('window'),
    numbers('flows held'),
    numbers('flows asked about'),
    numbers('dst_ip in them'),
    numbers('median ms'),
    numbers('worst ms'),
  ]);
  for (const name of Object.keys(windows)) {
    for (const { window, millions, flows, keys, spent } of costs) {
      if (window !== name) continue;
      const [middle, worst] = [median(spent), Math.max(...spent)];
      print([window, `${millions} M`, flows, keys, middle.toFixed(1), worst.toFixed(1)]);
    }
  }
}

async function costOf(
  store: StoreWith,
  millions: number,
  window: string,
  times: number,
): Promise<Cost> {
  const spent: number[] = [];
  for (const item of items) {
    const question = usual(item, windows[window]!);
    await store.answer('listFlowStatistic', queryOf(question));
    const again: number[] = [];
    for (let time = 1; time <= times; time++) {
      again.push(await took(store, later(question, time)));
    }
    spent.push(median(again));
  }
  const { records } = await store.answer(
    'listFlowStatistic',
    queryOf(usual('protocol', windows[window]!)),
  );
  const { total } = await store.answer(
    'listFlowStatistic',
    queryOf(usual('dst_ip', windows[window]!)),
  );
  const flows = records.reduce((sum, { sessions }) => sum + sessions, 0);
  return { window, millions, flows, keys: total, spent };
}

async function took(store: StoreWith, question: Question): Promise<number> {
  const start = performance.now();
  await store.answer('listFlowStatistic', queryOf(question));
  return performance.now() - start;
}
