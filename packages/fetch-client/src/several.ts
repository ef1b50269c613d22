import type { Item, ListFlowStatisticData } from '@cfw-flow/types';
import { checkOption } from './check-option.ts';
import { CfwOptionError } from './errors.ts';
import type { IntegerPolicy } from './exact-json.ts';
import type { CallOptions, CfwCaller, QueryOf } from './operation.ts';
import { type FlowStatistic, listFlowStatistic } from './operations/list-flow-statistic.ts';
import { allOrAbort } from './all-or-abort.ts';

/** Settings of calls that belong together. */
export interface SeveralOptions extends CallOptions {
  /** Most calls under way at once, from 1; 4 when left out. */
  concurrency?: number | undefined;
}

/**
 * Asks the same question about several items, a few at a time. The first failure ends them all.
 * An item that is named twice is asked about once.
 *
 * @param caller - a client, or what {@link createCaller} made
 * @returns the answers by item, in the order of the items
 * @throws what {@link listFlowStatistic} throws, and {@link CfwOptionError} for a
 *   concurrency that is no integer from 1
 *
 * @example
 * ```ts
 * import { createClient, last, listSeveral } from '@cfw-flow/fetch-client';
 *
 * const client = createClient({
 *   endpoint: 'http://127.0.0.1:8239',
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * const { src_ip, dst_host } = await listSeveral(client, ['src_ip', 'dst_host'], {
 *   fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
 *   log_type: 'internet',
 *   ...last('1d'),
 * });
 * console.log(src_ip.total, dst_host.total);
 * ```
 */
export async function listSeveral<Chosen extends Item, Integers extends IntegerPolicy = 'throw'>(
  caller: CfwCaller<Integers>,
  items: readonly Chosen[],
  query: QueryOf<{ query: Omit<ListFlowStatisticData['query'], 'item'> }>,
  options: SeveralOptions = {},
): Promise<Record<Chosen, FlowStatistic<Integers>>> {
  const { concurrency = 4 } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new CfwOptionError(
      'concurrency',
      `The option concurrency is ${String(concurrency)}, not an integer from 1`,
    );
  }
  checkOption(query, 'query', 'an object');
  const chosen = [...new Set(items)];
  // A copy, so that the caller may change the object while items wait.
  const question = { ...query };
  const answers = new Map<Chosen, FlowStatistic<Integers>>();
  const waiting = [...chosen];
  await allOrAbort(options.signal, (signal) => {
    const work = async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        answers.set(item, await listFlowStatistic(caller, { ...question, item }, { signal }));
      }
    };
    return Array.from({ length: Math.min(concurrency, chosen.length) }, work);
  });
  return Object.fromEntries(chosen.map((item) => [item, answers.get(item)])) as Record<
    Chosen,
    FlowStatistic<Integers>
  >;
}
