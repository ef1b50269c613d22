import type { FlowDetail } from '@cfw-flow/fetch-client';
import type { FlowItem } from '@cfw-flow/types';
import { counted, formatBytes } from '../output/quantity.ts';
import { plainAnswer } from './plain-answer.ts';
import { fittingCount } from './fit.ts';
import { operationTool, type Question } from './operation-tool.ts';
import { listed, shown } from './text.ts';

interface DetailQuestion extends Question {
  item: FlowItem;
  value: string;
}

/** One group, and its top sessions. */
export const flowDetail = operationTool({
  id: 'showFlowDetail',
  name: 'flow_detail',
  title: 'Details of one group',
  description:
    'Looks into one group that flow_top or flow_statistic names, such as the address 10.0.0.5 of src_ip: its sums, how many different ends, ports and applications it has, and its top sessions.',
  ask: (client, question: DetailQuestion, signal) => client.showFlowDetail(question, { signal }),
  say(data: FlowDetail<'bigint'>, { item, value }) {
    const { records, sessions } = data;
    const count = fittingCount(records.map((record) => plainAnswer(record)));
    return {
      data: { ...data, records: records.slice(0, count) },
      summary:
        `${item} ${shown(value)}: ${counted(sessions, 'session')}, ${formatBytes(data.bytes)}; ` +
        `${counted(data.src_ip_count, 'source')}, ${counted(data.dst_ip_count, 'destination')}, ` +
        `${counted(data.dst_port_count, 'port')}, ${counted(data.app_count, 'application')}`,
      lines: listed(
        records.slice(0, count).map(
          ({ src_ip, dst_ip, dst_port, protocol, app, ...record }) =>
            `${src_ip} to ${dst_ip}${dst_port ? ` port ${dst_port}` : ''} ${[protocol, app]
              .filter(Boolean)
              .map((name) => shown(name!))
              .join(' ')}: ` +
            `${counted(record.sessions, 'session')}, ${formatBytes(record.bytes)}`,
        ),
      ),
      leftOut:
        count < records.length
          ? `The last ${records.length - count} of ${records.length} sessions are left out: there is no room. A shorter window or a filter has fewer.`
          : undefined,
      isEmpty: records.length === 0 && Number(sessions) === 0,
    };
  },
});
