import type { CallOptions, CfwClient, FlowStatistic, ListFlowStatisticQuery } from './client.ts';
import type { Item } from '@cfw-flow/types';
import type { IntegerPolicy } from './exact-json.ts';

/** Settings of calls that belong together. */
export interface SeveralOptions extends CallOptions {
  /** Most calls under way at once, from 1; 4 when left out. */
  concurrency?: number;
}

/**
 * Asks the same question about several items, a few at a time. The first failure ends them all.
 *
 * @returns the answers by item, in the order of the items
 * @throws what {@link CfwClient.listFlowStatistic} throws
 */
export async function listSeveral<Chosen extends Item, Integers extends IntegerPolicy = 'throw'>(
  client: CfwClient<Integers>,
  items: readonly Chosen[],
  query: Omit<ListFlowStatisticQuery, 'item'>,
  options: SeveralOptions = {},
): Promise<Record<Chosen, FlowStatistic<Integers>>> {
  const { concurrency = 4, signal } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`The concurrency is ${concurrency}, not an integer from 1`);
  }
  const failed = new AbortController();
  const ended = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const answers = new Map<Chosen, FlowStatistic<Integers>>();
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      answers.set(item, await client.listFlowStatistic({ ...query, item }, { signal: ended }));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
  return Object.fromEntries(items.map((item) => [item, answers.get(item)])) as Record<
    Chosen,
    FlowStatistic<Integers>
  >;
}
