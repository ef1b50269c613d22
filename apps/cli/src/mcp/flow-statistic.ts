import type { FlowStatistic } from '@cfw-flow/fetch-client';
import type { Item } from '@cfw-flow/types';
import { counted, formatBytes, formatCount } from '../output/quantity.ts';
import { plainAnswer } from './plain-answer.ts';
import { fittingCount } from './fit.ts';
import { operationTool, type Question } from './operation-tool.ts';
import { listed, shown } from './text.ts';

interface StatisticQuestion extends Question {
  item: Item;
  size?: number;
}

/** Ranks groups of flows, with what each is made of. */
export const flowStatistic = operationTool({
  id: 'listFlowStatistic',
  name: 'flow_statistic',
  title: 'Traffic statistics of one item',
  description:
    'Ranks the groups of flows of one item (addresses, hosts, ports, applications, regions) by sessions, with bytes, last time, and the five most frequent applications, ports and peers of each. total is the number of all groups. For bytes, or several items at once, use flow_top.',
  ask: (client, question: StatisticQuestion, signal) =>
    client.listFlowStatistic(question, { signal }),
  say({ records, total }: FlowStatistic<'bigint'>, { item }) {
    const count = fittingCount(records.map((record) => plainAnswer(record)));
    const some = records.slice(0, count);
    return {
      data: { records: some, total },
      summary: `${formatCount(some.length)} of ${counted(total, 'group')} of ${item}, by sessions`,
      lines: listed(
        some.map(
          (record) =>
            `${shown(record.item)}: ${counted(record.sessions, 'session')}, ` +
            `${formatBytes(record.request_byte)} of requests, ${formatBytes(record.response_byte)} of responses`,
        ),
      ),
      leftOut:
        count < records.length
          ? `The last ${records.length - count} of ${records.length} records are left out: there is no room. ` +
            'flow_top lists more groups, without their details; a shorter window or a filter has fewer.'
          : undefined,
      isEmpty: records.length === 0 && Number(total) === 0,
    };
  },
});
