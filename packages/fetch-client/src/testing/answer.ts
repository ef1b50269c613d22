import type {
  ErrorRsp,
  FlowDetailsVO,
  GatewayError,
  Item,
  ListFlowStatisticResp,
  LogType,
} from '@cfw-flow/types';

/** A question as it arrived, each parameter as text. */
export interface AskedQuestion {
  /** Project in the path. */
  project_id: string;
  /** What the flows are grouped by. */
  item: Item;
  /** Border the flows crossed. */
  log_type: LogType;
  /** All parameters. */
  parameters: URLSearchParams;
}

/** What a fake answers: a status, a body and headers. */
export interface FakeAnswer {
  /** HTTP status. */
  status: number;
  /** Body, sent as JSON. */
  body: ListFlowStatisticResp | ErrorRsp | GatewayError;
  /** Further headers, such as `Retry-After`. */
  headers?: Record<string, string>;
}

/** One answer for every question, or a function of the question. */
export type FakeAnswers = FakeAnswer | ((question: AskedQuestion) => FakeAnswer);

/** A record of which only what a test is about has to be said. */
export type PartialRecord = Pick<FlowDetailsVO, 'item'> & Partial<FlowDetailsVO>;

/**
 * An answer of the documented shape.
 *
 * @param records - the groups, the most sessions first; one session, no bytes and the last second
 *   of 2025 UTC unless they say otherwise
 * @param total - number of all groups; as many as there are records when left out
 */
export function statistic(records: readonly PartialRecord[], total = records.length): FakeAnswer {
  const whole = records.map((record) => ({
    sessions: 1,
    request_byte: 0,
    response_byte: 0,
    last_time: Date.UTC(2025, 11, 31, 23, 59, 59),
    ...record,
  }));
  return { status: 200, body: { data: { records: whole, total } } };
}

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
): FakeAnswer {
  const body = { error_code: code, error_msg: message };
  if (status === 400) return { status, body, headers };
  return { status, body: { ...body, request_id: '0'.repeat(32) }, headers };
}

/** The answer to a request, if its path is that of the endpoint. */
export function answerTo(url: URL, answers: FakeAnswers): FakeAnswer {
  const project = /\/v1\/([^/]+)\/cfw\/logs\/flow-statistic$/.exec(url.pathname)?.[1];
  if (project === undefined) {
    return refusal(
      404,
      'APIGW.0101',
      'The API does not exist or has not been published in the environment.',
    );
  }
  if (typeof answers !== 'function') return answers;
  return answers({
    project_id: decodeURIComponent(project),
    item: url.searchParams.get('item') as Item,
    log_type: url.searchParams.get('log_type') as LogType,
    parameters: url.searchParams,
  });
}
