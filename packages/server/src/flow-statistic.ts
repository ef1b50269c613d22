import {
  type FlowStatistic,
  items,
  resolveWindow,
  type StatisticQuery,
  type StoreCapabilities,
  type TimeWindow,
} from '@cfw-flow/store';
import type { ListFlowStatisticData } from '@cfw-flow/types';
import type { FastifyReply, RouteOptions } from 'fastify';
import { answerSchema, parametersSchema, route } from './contract.ts';
import { asksForExplanation, explainHeader, explanationValue } from './explanation.ts';
import { queryValues } from './query-values.ts';
import { incorrectTimeRange, unknownFirewall } from './refusal.ts';
import type { ServerOptions } from './server.ts';

type Query = Required<Pick<ListFlowStatisticData['query'], 'size'>> &
  ListFlowStatisticData['query'];

/** The operation `listFlowStatistic`: request, validated query, window, store, documented shape. */
export function flowStatisticRoute(options: ServerOptions): RouteOptions {
  const { store, projectId, asset, now = Date.now } = options;
  return {
    method: 'GET',
    url: route,
    schema: {
      params: parametersSchema('path'),
      querystring: parametersSchema('query'),
      response: { 200: answerSchema },
    },
    preValidation: async (request) => {
      request.query = queryValues(request.query as Record<string, unknown>);
    },
    handler: async (request, reply) => {
      const { project_id } = request.params as ListFlowStatisticData['path'];
      const query = request.query as Query;
      const window = resolveWindow(query, now());
      if (!window) throw incorrectTimeRange();
      if (project_id !== projectId) throw unknownFirewall(query.fw_instance_id, project_id);

      const signal = whileAsked(reply);
      const question = { ...query, window };
      const { explain } = store;
      // A store that can't explain its answers gives them as always.
      const answer =
        explain && asksForExplanation(request.headers)
          ? await explained(explain, question, signal, reply)
          : await store.statistic(question, { signal });
      // An empty answer is right for a quiet firewall only, not for a mistyped one.
      if (answer.total === 0 && !(await holds(query.fw_instance_id, signal))) {
        throw unknownFirewall(query.fw_instance_id, project_id);
      }
      return { data: documented(answer, window, items[query.item].isAsset ? asset : undefined) };
    },
  };

  /** Answers, and tells in the headers what the answer was made from. */
  async function explained(
    explain: StoreCapabilities['explain'],
    question: StatisticQuery,
    signal: AbortSignal,
    reply: FastifyReply,
  ): Promise<FlowStatistic> {
    const begin = performance.now();
    const { statistic, segments } = await explain(question, { signal });
    reply.header('Server-Timing', `store;dur=${(performance.now() - begin).toFixed(1)}`);
    reply.header(explainHeader, explanationValue(segments));
    return statistic;
  }

  async function holds(firewall: string, signal: AbortSignal): Promise<boolean> {
    const firewalls = await store.firewalls({ signal });
    return firewalls.some(({ fw_instance_id }) => fw_instance_id === firewall);
  }
}

/** Ends when the client goes away before it has its answer. */
function whileAsked(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

/** The answer in the shape of the contract: each record tells the window that was applied. */
function documented(
  { records, total }: FlowStatistic,
  window: TimeWindow,
  asset: ServerOptions['asset'],
) {
  return {
    records: records.map((record) => ({
      ...record,
      ...asset?.(record.item),
      agg_start_time: window.start,
      agg_end_time: window.end,
    })),
    total,
  };
}
