import type { ErrorRsp, GatewayError } from '@cfw-flow/types';
import type { CfwCaller, Operation } from '../operation.ts';
import * as operations from '../operations/index.ts';

type Operations = typeof operations;

/** The id of an operation in the contract, such as `listFlowStatistic`. */
export type OperationId = keyof Operations;

/** What a fake answers: a status, a body and headers. */
export interface FakeAnswer<Body> {
  /** HTTP status. */
  status: number;
  /** Body, sent as JSON. */
  body: Body;
  /** Further headers, such as `Retry-After`. */
  headers?: Record<string, string>;
}

/** What any operation may be answered. */
export type FakeRefusal = FakeAnswer<ErrorRsp | GatewayError>;

/** A question as it arrived. */
export interface AskedQuestion {
  /** Project in the path. */
  project_id: string;
  /** All parameters of the query, each as text. */
  parameters: URLSearchParams;
}

/**
 * What operations are answered: one answer for every question, or a function of the question. An
 * operation without an answer is answered with HTTP 501, which says so.
 */
export type FakeAnswers = {
  [Id in OperationId]?: Operations[Id] extends Operation<never, infer Data>
    ? OneAnswer<FakeAnswer<{ data: Data }> | FakeRefusal>
    : never;
};

type OneAnswer<Answer> = Answer | ((question: AskedQuestion) => Answer);

/**
 * A refusal of the documented shape: CFW's for 400, the gateway's for any other status.
 *
 * @param code - such as `CFW.00200007` or `APIGW.0308`
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): FakeRefusal {
  const body = { error_code: code, error_msg: message };
  if (status === 400) return { status, body, headers };
  return { status, body: { ...body, request_id: '0'.repeat(32) }, headers };
}

/** The paths of the operations, as the contract has them. */
export const paths = Object.fromEntries(
  Object.entries(operations).map(([id, ask]) => [id, pathOf(ask as Operation<object, unknown>)]),
) as Record<OperationId, string>;

/** What an operation asks of a caller tells its path. */
function pathOf(ask: Operation<object, unknown>): string {
  let path = '';
  const request: CfwCaller['request'] = ({ url }) => {
    path = url;
    return undefined as never;
  };
  void ask({ request }, {});
  return path;
}

const routes = Object.entries(paths).map(([id, path]) => ({
  id: id as OperationId,
  pattern: new RegExp(`${path.replace('{project_id}', '([^/]+)')}$`),
}));

/** The answer to a request, if its path is that of an operation. */
export function answerTo(url: URL, answers: FakeAnswers): FakeAnswer<unknown> {
  for (const { id, pattern } of routes) {
    const project = pattern.exec(url.pathname)?.[1];
    if (project === undefined) continue;
    const answer = answers[id] as OneAnswer<FakeAnswer<unknown>> | undefined;
    if (answer === undefined) {
      return refusal(501, 'APIGW.0201', `The test sets no answer for ${id}: give it one.`);
    }
    if (typeof answer !== 'function') return answer;
    return answer({ project_id: decodeURIComponent(project), parameters: url.searchParams });
  }
  return refusal(
    404,
    'APIGW.0101',
    'The API does not exist or has not been published in the environment.',
  );
}
