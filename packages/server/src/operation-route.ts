import {
  type Answer,
  type Operation,
  type Query,
  resolveWindow,
  type StoreCapabilities,
} from '@cfw-flow/store';
import type { ListFlowStatisticData } from '@cfw-flow/types';
import type { FastifyReply, RouteOptions } from 'fastify';
import { type ContractOperation, parametersSchema } from './contract.ts';
import { asksForExplanation, explainHeader, explanationValue } from './explanation.ts';
import { queryValues } from './query-values.ts';
import { badParameter, incorrectTimeRange, unknownFirewall } from './refusal.ts';
import type { ServerOptions } from './server.ts';

/** Parameters that all operations share. */
type SharedParameters = Omit<ListFlowStatisticData['query'], 'item' | 'size'>;

/** What an operation does in its own way. */
export interface OperationParts<Id extends Operation> {
  /**
   * The question to the store; that of the parameters when left out.
   *
   * @param question - the parameters, with the window in place of those that name it
   * @param given - the parameters that are shared, as they came
   */
  query?(question: Query<Id>, given: SharedParameters): Query<Id>;
  /** `data` of the answer; what the store answers when left out. */
  data?(answer: Answer<Id>, query: Query<Id>, asset: ServerOptions['asset']): unknown;
}

/** An operation: request, valid parameters, window, store, documented shape. */
export function operationRoute<Id extends Operation>(
  id: Id,
  { route, parameters, answer: answerSchema }: ContractOperation,
  { query: queryOf = (question) => question, data = (answer) => answer }: OperationParts<Id>,
  { store, projectId, asset, now = Date.now }: ServerOptions,
): RouteOptions {
  return {
    method: 'GET',
    url: route,
    schema: {
      params: parametersSchema(parameters, 'path'),
      querystring: parametersSchema(parameters, 'query'),
      response: { 200: answerSchema },
    },
    preValidation: async (request) => {
      request.query = queryValues(parameters, request.query as Record<string, unknown>);
    },
    errorHandler: (error, request) => {
      if (!error.validation) throw error;
      const given = { ...(request.params as object), ...(request.query as object) };
      throw badParameter(error.validation[0]!, parameters, given);
    },
    handler: async (request, reply) => {
      const { project_id } = request.params as ListFlowStatisticData['path'];
      const given = request.query as SharedParameters;
      const window = resolveWindow(given, now());
      if (!window) throw incorrectTimeRange();
      if (project_id !== projectId) throw unknownFirewall(given.fw_instance_id, project_id);

      const query = queryOf({ ...questionOf(given), window } as Query<Id>, given);
      const signal = whileAsked(reply);
      const { explain } = store;
      // A store that can't explain its answers gives them as always.
      const answer =
        explain && asksForExplanation(request.headers)
          ? await explained(explain, query, signal, reply)
          : await store.answer(id, query, { signal });
      // An empty answer is right for a quiet firewall only, not for a mistyped one.
      if (isEmpty(answer) && !(await holds(given.fw_instance_id, signal))) {
        throw unknownFirewall(given.fw_instance_id, project_id);
      }
      return { data: data(answer, query, asset) };
    },
  };

  /** Answers, and tells in the headers what the answer was made from. */
  async function explained(
    explain: StoreCapabilities['explain'],
    query: Query<Id>,
    signal: AbortSignal,
    reply: FastifyReply,
  ): Promise<Answer<Id>> {
    const begin = performance.now();
    const { answer, segments } = await explain(id, query, { signal });
    reply.header('Server-Timing', `store;dur=${(performance.now() - begin).toFixed(1)}`);
    reply.header(explainHeader, explanationValue(segments));
    return answer;
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

const windowParameters: ReadonlySet<string> = new Set(['range', 'start_time', 'end_time']);

/** What the parameters say beside the window, each value of a list once. */
function questionOf(given: SharedParameters): object {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => !windowParameters.has(name))
      .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)] : value]),
  );
}

/** Whether an answer has nothing to say: no entry in any list, and no number but 0. */
function isEmpty(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null
    ? Object.values(answer).every(isEmpty)
    : !answer;
}
