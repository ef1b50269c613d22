import { createCaller } from './caller.ts';
import type { CfwCall } from './call.ts';
import { callerOptionsOf, type ClientOptions } from './client-options.ts';
import { CfwOptionError } from './errors.ts';
import type { Exact, IntegerPolicy } from './exact-json.ts';
import type { CallOptions, CfwCaller, Operation } from './operation.ts';
import * as operations from './operations/index.ts';

type Operations = typeof operations;

/** The operations as methods. */
export type CfwMethods<Integers extends IntegerPolicy = 'throw'> = {
  [Name in keyof Operations]: Operations[Name] extends Operation<infer Query, infer Data>
    ? (query: Query, options?: CallOptions) => CfwCall<Exact<Data, Integers>>
    : never;
};

/** Calls the API for one project: a method for each operation. */
export interface CfwClient<Integers extends IntegerPolicy = 'throw'>
  extends CfwCaller<Integers>, CfwMethods<Integers> {}

/**
 * Leads those who write `new CfwClient(…)` to {@link createClient}.
 *
 * @deprecated A client is made by `createClient(…)`.
 * @throws {@link CfwOptionError} always
 */
export function CfwClient(): never {
  throw new CfwOptionError('CfwClient', 'CfwClient is no class: write createClient({ … })');
}

/**
 * Makes a client of its own for one endpoint and project. Nothing is sent yet.
 *
 * @throws {@link CfwOptionError} when an option can't work
 *
 * @example
 * ```ts
 * import { createClient } from '@cfw-flow/fetch-client';
 *
 * const client = createClient({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { records, total } = await client.listFlowStatistic({
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   item: 'dst_host',
 *   range: 2, // the last seven days
 * });
 * console.log(records, total);
 * ```
 *
 * @group Start here
 */
export function createClient<Integers extends IntegerPolicy = 'throw'>(
  options: ClientOptions<Integers>,
): CfwClient<Integers> {
  const caller = createCaller(callerOptionsOf(options));
  const methods = Object.entries(operations).map(([name, operation]) => [
    name,
    (query: never, settings?: CallOptions) => operation(caller, query, settings),
  ]);
  return { ...caller, ...Object.fromEntries(methods) };
}
