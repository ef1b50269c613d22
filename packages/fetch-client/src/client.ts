import type { ListFlowStatisticData, ListFlowStatisticRespData } from '@cfw-flow/types';
import { CfwApiError, CfwConnectionError, CfwOptionError, CfwResponseError } from './errors.ts';
import { InexactIntegerError, parseExactly } from './exact-json.ts';
import { createClient as createGeneratedClient, createConfig } from './generated/client/index.ts';
import { listFlowStatistic } from './generated/sdk.gen.ts';

/** What a client needs to know. */
export interface ClientOptions {
  /**
   * Where the service is: an absolute http or https URL, such as
   * `https://cfw.cn-north-4.myhuaweicloud.com` or `http://127.0.0.1:8239`. A path in it is kept
   * as a prefix.
   */
  endpoint: string;
  /** Project that the firewalls belong to, 32 hexadecimal digits in lower case. */
  projectId: string;
  /**
   * User token of IAM, sent as `X-Auth-Token`, or a function that is asked for one before every
   * call. Without it the calls carry no credentials, which is what a cfw-flow server of your own
   * takes.
   */
  token?: string | (() => string | Promise<string>);
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** What can be asked of {@link CfwClient.listFlowStatistic}, under the names of the wire. */
export type ListFlowStatisticQuery = ListFlowStatisticData['query'];

/** Settings of one call. */
export interface CallOptions {
  /** Ends the call: it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Calls the endpoint for one project. It keeps no state between calls. */
export interface CfwClient {
  /**
   * Ranks the flows of a time window, grouped by one item: *Querying Traffic Log Statistics*.
   *
   * @returns the groups with the most sessions, at most `size` (0 to 1000, default 5), and the
   * number of all groups. Times are milliseconds since 1970 UTC, sizes are bytes.
   * @throws {@link CfwApiError} when the answer is not 2xx
   * @throws {@link CfwConnectionError} when no whole answer came
   * @throws {@link CfwResponseError} when a 2xx answer is not a statistic, or holds a whole
   * number beyond 2^53 − 1, which would have been rounded
   * @throws {@link CfwOptionError} when the function given as `token` returns no usable token
   */
  listFlowStatistic(
    query: ListFlowStatisticQuery,
    options?: CallOptions,
  ): Promise<ListFlowStatisticRespData>;
}

/**
 * Makes a client of its own for one endpoint and project. Nothing is sent yet.
 *
 * @throws {@link CfwOptionError} when an option can't work
 */
export function createClient(options: ClientOptions): CfwClient {
  const endpoint = usableEndpoint(options.endpoint);
  const projectId = usableProjectId(options.projectId);
  const { token } = options;
  if (typeof token === 'string') usableToken(token);

  const generated = createGeneratedClient(
    createConfig({
      baseUrl: endpoint,
      fetch: options.fetch,
      parseAs: 'text',
      // fetch takes a token along to whatever host a redirect names.
      redirect: 'error',
      auth: async (scheme) => {
        if (token === undefined || scheme.name !== 'X-Auth-Token') return undefined;
        return usableToken(typeof token === 'string' ? token : await token());
      },
    }),
  );

  return {
    async listFlowStatistic(query, { signal } = {}) {
      const { data, error, request, response } = await listFlowStatistic({
        client: generated,
        path: { project_id: projectId },
        query,
        signal,
      });
      if (signal?.aborted) throw signal.reason;
      // Without a request, what failed came before it: the token.
      if (request === undefined) throw error;
      if (response === undefined) throw new CfwConnectionError(endpoint, error);
      if (!response.ok) throw apiError(response, error);
      // A body that broke off.
      if (data === undefined) throw new CfwConnectionError(endpoint, error);
      // `parseAs: 'text'` made it the text of the body, whatever the generated type says.
      return statisticOf(data as unknown as string, response);
    },
  };
}

function usableEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  if (!usable) {
    throw new CfwOptionError(
      'endpoint',
      `The endpoint ${JSON.stringify(endpoint)} is not an absolute http or https URL without ` +
        'user, query and fragment. An example: https://cfw.cn-north-4.myhuaweicloud.com',
    );
  }
  return url.href.replace(/\/+$/, '');
}

function usableProjectId(projectId: string): string {
  if (/^[0-9a-f]{32}$/.test(projectId)) return projectId;
  throw new CfwOptionError(
    'projectId',
    `The project ID ${JSON.stringify(projectId)} is not 32 hexadecimal digits in lower case. ` +
      'An example: a16df7cf1d094befa6bbc72cbf51e93a',
  );
}

/** Messages about a token never quote it: they end up in logs. */
function usableToken(token: string): string {
  if (typeof token !== 'string' || token.trim() === '') {
    throw new CfwOptionError(
      'token',
      'The token is empty. Give a user token of IAM, or leave the option out to call without one.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new CfwOptionError(
      'token',
      'The token holds a blank, a line break or another character that no token has. ' +
        'Check how it was copied or read.',
    );
  }
  return token;
}

/** @param body - what the generated client made of the body: parsed if it is JSON, else text */
function apiError(response: Response, body: unknown): CfwApiError {
  const code = textField(body, 'error_code');
  const requestId =
    textField(body, 'request_id') ?? response.headers.get('X-Request-Id') ?? undefined;
  const detail =
    textField(body, 'error_msg') ?? excerpt(typeof body === 'string' ? body : JSON.stringify(body));
  let message =
    code === undefined ? `HTTP ${response.status}` : `${code} (HTTP ${response.status})`;
  message += `: ${detail}`;
  if (requestId !== undefined) message += ` [request ${requestId}]`;
  return new CfwApiError(message, { status: response.status, code, detail, requestId });
}

function statisticOf(text: string, response: Response): ListFlowStatisticRespData {
  const answer = {
    status: response.status,
    requestId: response.headers.get('X-Request-Id') ?? undefined,
  };
  let body: unknown;
  try {
    body = parseExactly(text);
  } catch (error) {
    if (error instanceof InexactIntegerError) {
      throw new CfwResponseError(`${error.message}.`, answer, { cause: error });
    }
    const type = response.headers.get('Content-Type') ?? 'no content type';
    throw new CfwResponseError(
      `HTTP ${response.status} came with ${type} that is not JSON: ${excerpt(text)}`,
      answer,
      { cause: error },
    );
  }
  const data = field(body, 'data');
  if (!isStatistic(data)) {
    throw new CfwResponseError(
      `HTTP ${response.status} came with JSON that lacks the list data.records or the number ` +
        `data.total: ${excerpt(text)}`,
      answer,
    );
  }
  return data;
}

function isStatistic(data: unknown): data is ListFlowStatisticRespData {
  return Array.isArray(field(data, 'records')) && typeof field(data, 'total') === 'number';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function textField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  // The generated client turns an empty error body into {}.
  if (line === '' || line === '{}') return 'an empty body';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
