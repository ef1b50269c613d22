import type {
  FlowDetailsVO,
  ItemVO,
  ListFlowStatisticData,
  ListFlowStatisticRespData,
} from '@cfw-flow/types';
import { checkCredentials } from './credentials/authorization.ts';
import { CfwCall, type WithResponse } from './call.ts';
import type { Credentials, CredentialsProvider } from './credentials/credentials.ts';
import { CfwOptionError, CfwResponseError } from './errors.ts';
import { type IntegerPolicy, parseExactly } from './exact-json.ts';
import { listFlowStatistic } from './generated/sdk.gen.ts';
import { field } from './loose-json.ts';
import { operationClient } from './operation.ts';
import { findProjectId } from './project.ts';
import { cfwEndpoint, checkRegion, type Region } from './region.ts';
import { serviceUrl } from './service-url.ts';
import {
  type Answer,
  type AttemptEnd,
  type AttemptRetry,
  type AttemptStart,
  call,
  excerpt,
  type Logger,
  requestIdOf,
  type Send,
  type TransportOptions,
} from './transport.ts';

/** What a client needs to know. */
export interface ClientOptions<Integers extends IntegerPolicy = 'throw'> {
  /** Region of the firewall, which gives the endpoint in the cloud. */
  region?: Region | undefined;
  /**
   * Where the service is, in place of the region's endpoint: an absolute http or https URL, such
   * as `http://127.0.0.1:8239`. A path in it is kept as a prefix.
   */
  endpoint?: string | undefined;
  /**
   * Project that the firewalls belong to, 32 hexadecimal digits in lower case. Left out, it is
   * asked for once at IAM, by region.
   */
  projectId?: string | undefined;
  /**
   * User token of IAM, sent as `X-Auth-Token`, or a function that is asked for one before every
   * attempt: short for `credentials: { token }`.
   */
  token?: string | (() => string | Promise<string>) | undefined;
  /**
   * What proves who calls: an access key, which signs every request, a token, or a function that
   * is asked for one of them before every attempt. Without it the calls carry no credentials,
   * which is what a cfw-flow server of your own takes.
   */
  credentials?: Credentials | CredentialsProvider | undefined;
  /** Longest time of one attempt, in milliseconds; 30 000 when left out. */
  timeout?: number | undefined;
  /** Longest time of a call with all its attempts, in milliseconds; 120 000 when left out. */
  totalTimeout?: number | undefined;
  /** Most attempts after the first, 0 to 10; 2 when left out. */
  retries?: number | undefined;
  /**
   * What becomes of a whole number beyond 2^53 − 1, such as a sum of bytes: `throw`, the default,
   * or `bigint`, with types that say so. It is never rounded.
   */
  integers?: Integers | undefined;
  /** Credentials in a web page can be read by whoever opens it: refused, unless this is true. */
  allowSecretsInBrowser?: boolean | undefined;
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Told before every attempt. */
  onRequest?: ((attempt: AttemptStart) => void) | undefined;
  /** Told after every answer. */
  onResponse?: ((attempt: AttemptEnd) => void) | undefined;
  /** Told before another attempt is waited for. */
  onRetry?: ((attempt: AttemptRetry) => void) | undefined;
  /** Told all three in words; `console` will do. */
  logger?: Logger | undefined;
}

/**
 * What can be asked of {@link CfwClient.listFlowStatistic}, under the names of the wire. What is
 * undefined is as good as left out.
 */
export type ListFlowStatisticQuery = OrUndefined<ListFlowStatisticData['query']>;

/** What may be left out may be undefined as well. */
export type OrUndefined<Options> = {
  [Name in keyof Options]: Options[Name] | (object extends Pick<Options, Name> ? undefined : never);
};

/** Settings of one call. */
export interface CallOptions {
  /** Ends the call: it then rejects with {@link CfwAbortError}, whose cause is the reason. */
  signal?: AbortSignal | undefined;
}

/** Numbers of an answer: `number` alone, or `number | bigint` where the policy is `bigint`. */
export type Exact<Value, Integers extends IntegerPolicy> = Integers extends 'throw'
  ? Value
  : Value extends number
    ? number | bigint
    : Value extends readonly (infer Entry)[]
      ? Exact<Entry, Integers>[]
      : Value extends object
        ? { [Key in keyof Value]: Exact<Value[Key], Integers> }
        : Value;

/** An entry of a nested list: its key and its sessions. */
export type RankedEntry<Integers extends IntegerPolicy = 'throw'> = Exact<ItemVO, Integers>;

/** One group of flows. */
export type FlowGroup<Integers extends IntegerPolicy = 'throw'> = Exact<FlowDetailsVO, Integers>;

/** The groups with the most sessions, and the number of all groups. */
export type FlowStatistic<Integers extends IntegerPolicy = 'throw'> = Exact<
  ListFlowStatisticRespData,
  Integers
>;

/** Calls the endpoint for one project. */
export interface CfwClient<Integers extends IntegerPolicy = 'throw'> {
  /**
   * Ranks the flows of a time window, grouped by one item: *Querying Traffic Log Statistics*.
   *
   * @returns the groups with the most sessions, at most `size` (0 to 1000, default 5), and the
   * number of all groups. Times are milliseconds since 1970 UTC, sizes are bytes.
   * @throws {@link CfwApiError} when the answer is not 2xx
   * @throws {@link CfwConnectionError} when no whole answer came
   * @throws {@link CfwTimeoutError} when it took too long
   * @throws {@link CfwAbortError} when the signal ended it
   * @throws {@link CfwResponseError} when the answer is not a statistic, is a redirect, or holds
   * a whole number beyond 2^53 − 1 where the policy is `throw`
   * @throws {@link CfwOptionError} when a function that was to give credentials gave none
   */
  listFlowStatistic(
    query: ListFlowStatisticQuery,
    options?: CallOptions,
  ): CfwCall<FlowStatistic<Integers>>;
}

/**
 * Makes a client of its own for one endpoint and project. Nothing is sent yet.
 *
 * @throws {@link CfwOptionError} when an option can't work
 */
export function createClient<Integers extends IntegerPolicy = 'throw'>(
  options: ClientOptions<Integers>,
): CfwClient<Integers> {
  const transport = transportOf(options);
  const endpoint = usableEndpoint(options);
  const { origin } = new URL(endpoint);
  const projectId = projectOf(options, transport);
  const integers = options.integers ?? 'throw';

  async function statistic(
    query: ListFlowStatisticQuery,
    signal: AbortSignal | undefined,
  ): Promise<WithResponse<FlowStatistic<Integers>>> {
    const ask = async (send: Send) => {
      const client = operationClient(endpoint, send);
      const sent = listFlowStatistic({ client, path: { project_id: await projectId() }, query });
      // The client given answers in text, whatever the generated type says.
      return (await (sent as unknown)) as Answer;
    };
    const answer = await call(transport, origin, ask, signal);
    const { status, headers } = answer;
    return {
      data: statisticOf(answer, integers) as FlowStatistic<Integers>,
      response: { status, headers, requestId: requestIdOf(answer) },
    };
  }
  return {
    // A copy, so that the caller may change the object for the next question.
    listFlowStatistic: (query, { signal } = {}) =>
      new CfwCall(statistic({ ...query, vgw_id: query.vgw_id?.slice() }, signal)),
  };
}

function usableEndpoint({ endpoint, region }: ClientOptions<IntegerPolicy>): string {
  checkRegion(region);
  if (endpoint !== undefined) {
    return serviceUrl('endpoint', endpoint, cfwEndpoint('cn-north-4'));
  }
  if (region !== undefined) return cfwEndpoint(region);
  throw new CfwOptionError('endpoint', 'Give a region, such as cn-north-4, or an endpoint');
}

function transportOf(options: ClientOptions<IntegerPolicy>): TransportOptions {
  const { timeout = 30_000, totalTimeout = 120_000, retries = 2 } = options;
  checkNumber('timeout', timeout, 1, 2 ** 31 - 1);
  checkNumber('totalTimeout', totalTimeout, 1, 2 ** 31 - 1);
  checkNumber('retries', retries, 0, 10);
  return { ...options, timeout, totalTimeout, retries, credentials: credentialsOf(options) };
}

function checkNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new CfwOptionError(
    option,
    `The option ${option} is ${value}, not an integer from ${least} to ${most}`,
  );
}

function credentialsOf({
  token,
  credentials,
  allowSecretsInBrowser,
}: ClientOptions<IntegerPolicy>): Credentials | CredentialsProvider | undefined {
  if (token === undefined && credentials === undefined) return undefined;
  if (token !== undefined && credentials !== undefined) {
    throw new CfwOptionError('token', 'Give either a token or credentials, not both');
  }
  if (typeof document !== 'undefined' && !allowSecretsInBrowser) {
    throw new CfwOptionError(
      'allowSecretsInBrowser',
      'Credentials in a web page can be read by whoever opens it. Call from a server, or set allowSecretsInBrowser',
    );
  }
  const source =
    typeof token === 'function'
      ? async () => ({ token: await token() })
      : token === undefined
        ? credentials!
        : { token };
  if (typeof source === 'function') return source;
  checkCredentials(source);
  // A copy, so that what the caller does to the object later changes no request.
  return { ...source };
}

/** The project's id: given, or asked for once, when it is first needed. */
function projectOf(
  { projectId, region }: ClientOptions<IntegerPolicy>,
  transport: TransportOptions,
): () => Promise<string> {
  if (projectId !== undefined) {
    if (!/^[0-9a-f]{32}$/.test(projectId)) {
      throw new CfwOptionError(
        'projectId',
        `The project ID ${JSON.stringify(projectId)} is not 32 hexadecimal digits in lower case`,
      );
    }
    return async () => projectId;
  }
  if (region === undefined || transport.credentials === undefined) {
    throw new CfwOptionError(
      'projectId',
      'Give a projectId, or a region and credentials to ask for it',
    );
  }
  let found: Promise<string> | undefined;
  return () => {
    found ??= findProjectId(region, transport, fault).catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

/** The error of an answer that came with 2xx and is no good all the same. */
function fault(answer: Answer, message: string, options?: ErrorOptions): CfwResponseError {
  const { status, text, credentials } = answer;
  return new CfwResponseError(
    `${message}: ${excerpt(text, credentials)}`,
    { status, requestId: requestIdOf(answer) },
    options,
  );
}

function statisticOf(answer: Answer, integers: IntegerPolicy): unknown {
  const { status, headers, text } = answer;
  const rounded = (name: string, digits: string) =>
    new CfwResponseError(
      `${name} is ${digits}, more than a JavaScript number holds exactly. The option integers: 'bigint' lets it through.`,
      { status, requestId: requestIdOf(answer) },
    );
  let body: unknown;
  try {
    body = parseExactly(text, integers === 'bigint' ? undefined : rounded);
  } catch (cause) {
    if (cause instanceof CfwResponseError) throw cause;
    const type = headers.get('Content-Type') ?? 'no content type';
    throw fault(answer, `HTTP ${status} came with ${type} that is not JSON`, { cause });
  }
  const data = field(body, 'data');
  const records = field(data, 'records');
  const total = field(data, 'total');
  if (
    Array.isArray(records) &&
    records.every((record) => record && typeof record === 'object') &&
    (typeof total === 'bigint' || Number.isInteger(total))
  ) {
    return data;
  }
  throw fault(
    answer,
    `HTTP ${status} came with JSON that lacks the list data.records or the number data.total`,
  );
}
