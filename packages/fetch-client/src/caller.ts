import { dataOf } from './answer-data.ts';
import { CfwCall, type WithResponse } from './call.ts';
import { type CallerOptions, transportOf } from './caller-options.ts';
import { checkOption } from './check-option.ts';
import type { Exact, IntegerPolicy } from './exact-json.ts';
import type { CfwCaller, OperationFacts } from './operation.ts';
import { isProjectId } from './project-id.ts';
import { isServiceUrl } from './service-url.ts';
import { call } from './transport.ts';

/**
 * Makes what the functions of the operations call with: a client without methods, so that a bundle
 * holds only the operations that it imports. Nothing is sent yet.
 *
 * @throws {@link CfwOptionError} when an option can't work
 *
 * @example
 * ```ts
 * import { createCaller, showFlowTrend } from '@cfw-flow/fetch-client';
 *
 * const caller = createCaller({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { records } = await showFlowTrend(caller, {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   range: 1, // the last day
 * });
 * console.log(records);
 * ```
 */
export function createCaller<Integers extends IntegerPolicy = 'throw'>(
  options: CallerOptions<Integers>,
): CfwCaller<Integers> {
  const transport = transportOf(options);
  const { projectId, integers = 'throw' } = options;
  checkOption(
    isServiceUrl(options.endpoint),
    'endpoint',
    'an absolute http or https URL without user, query and fragment',
  );
  checkOption(
    typeof projectId === 'function' || isProjectId(projectId),
    'projectId',
    '32 hexadecimal digits in lower case',
  );
  const { href, origin } = new URL(options.endpoint);
  const endpoint = href.replace(/\/+$/, '');

  async function send<Data>(
    { url, check }: OperationFacts<Data>,
    query: object,
    signal: AbortSignal | undefined,
  ): Promise<WithResponse<Exact<Data, Integers>>> {
    checkOption(query, 'query', 'an object');
    checkOption(!signal || signal.throwIfAborted, 'signal', 'an AbortSignal');
    // Written down at once, so that the caller may change the object for the next question.
    const search = searchOf(query);
    const urlOf = (id: string) => endpoint + url.replace('{project_id}', id) + search;
    const target =
      typeof projectId === 'string' ? urlOf(projectId) : async () => urlOf(await projectId());
    const answer = await call(transport, origin, target, signal);
    const { status, headers, requestId } = answer;
    return {
      data: dataOf(answer, check, integers) as Exact<Data, Integers>,
      response: { status, headers, requestId },
    };
  }
  return {
    request: (operation, query, options) => new CfwCall(send(operation, query, options?.signal)),
  };
}

/** A list is written as repeated parameters, as the contract says (`explode: true`). */
function searchOf(query: object): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) parts.push(`${name}=${encodeURIComponent(one)}`);
    }
  }
  return `?${parts.join('&')}`;
}
