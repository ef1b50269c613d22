import type { FlowTrend } from '@cfw-flow/fetch-client';
import { counted, formatRate, formatSpan } from '../output/quantity.ts';
import { mergeParts, rates, readTrend, summaryText } from '../trend/trend.ts';
import { isoTime } from './plain-answer.ts';
import { operationTool, type Question } from './operation-tool.ts';

/** Most parts of a trend in an answer. */
const maxParts = 60;

interface TrendQuestion extends Question {
  ip?: string[];
  vpc?: string[];
}

/** The traffic over time. */
export const flowTrend = operationTool({
  id: 'showFlowTrend',
  name: 'flow_trend',
  title: 'Traffic over time',
  description: `Inbound and outbound bits per second over the window, part by part: at most ${maxParts} parts, which are averages where the window has more. Sessions count when they end. ip and vpc narrow it to flows from or to these.`,
  ask: (client, question: TrendQuestion, signal) => client.showFlowTrend(question, { signal }),
  say(data: FlowTrend<'bigint'>, { end_time }) {
    const parts = readTrend(data, () => end_time);
    const merged = mergeParts(parts, maxParts);
    const [part] = merged;
    return {
      data: {
        records: merged.map(({ start, in_bps, out_bps }) => ({
          agg_time: start,
          in_bps: Math.round(in_bps),
          out_bps: Math.round(out_bps),
        })),
        total: data.total,
      },
      summary: [
        `Traffic in ${counted(merged.length, 'part')}${part ? ` of ${formatSpan(part.end - part.start)}` : ''}`,
        ...rates.map(({ rate, title }) => `${title}: ${summaryText(parts, rate, isoTime)}`),
      ].join('; '),
      lines: merged.map(
        ({ start, in_bps, out_bps }) =>
          `${isoTime(start)}  in ${formatRate(in_bps)}, out ${formatRate(out_bps)}`,
      ),
      leftOut:
        merged.length < parts.length
          ? `${parts.length} parts were averaged to ${merged.length}. A shorter window has shorter parts.`
          : undefined,
      isEmpty: parts.every(({ in_bps, out_bps }) => in_bps === 0 && out_bps === 0),
    };
  },
});
