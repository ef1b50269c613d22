import type { FlowTop } from '@cfw-flow/fetch-client';
import type { FlowItem, Order } from '@cfw-flow/types';
import { amountWithUnit, measureOf } from '../measure.ts';
import { fittingCount } from './fit.ts';
import { operationTool, type Question } from './operation-tool.ts';
import { listed, shown } from './text.ts';
import { plainAnswer } from './plain-answer.ts';

interface TopQuestion extends Question {
  item: FlowItem[];
  order: Order;
  size?: number;
}

/** Ranks groups of several items, by sessions or by bytes. */
export const flowTop = operationTool({
  id: 'showFlowTop',
  name: 'flow_top',
  title: 'Top groups of several items',
  description:
    'Ranks the groups of one or several items at once, by sessions (order record) or by bytes (order byte): a list of keys and values for each item. The best first question about a window.',
  ask: (client, question: TopQuestion, signal) => client.showFlowTop(question, { signal }),
  say(rankings: FlowTop<'bigint'>, { item: items, order }) {
    const lists = items.map((item) => rankings[item] ?? []);
    const length = Math.max(...lists.map((list) => list.length));
    const ranks = Array.from({ length }, (_, rank) => lists.map((list) => list[rank]));
    const count = fittingCount(ranks.map((rank) => plainAnswer(rank)));
    return {
      data: Object.fromEntries(items.map((item, at) => [item, lists[at]!.slice(0, count)])),
      summary: `Top groups of ${items.join(', ')} by ${measureOf[order]}`,
      lines: items.flatMap((item, at) => [
        `${item}:`,
        ...listed(
          lists[at]!.slice(0, count).map(
            ({ key, value }) => `${shown(key)}: ${amountWithUnit(measureOf[order], value)}`,
          ),
        ),
      ]),
      leftOut:
        count < length
          ? `Only the first ${count} of ${length} ranks are given: there is no room. Ask for one item at a time.`
          : undefined,
      isEmpty: length === 0,
    };
  },
});
