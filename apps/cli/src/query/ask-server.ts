import { type CfwCall, type CfwClient, createClient } from '@cfw-flow/fetch-client';
import { tokenFrom } from '../token.ts';
import { fetchWithExplanation } from './explanation.ts';
import { type QueryOptions, sharedQuery } from './query-options.ts';

/** Calls an operation with what all of them are asked, and what it alone is asked. */
type Call<Data> = (
  client: CfwClient<'bigint'>,
  shared: ReturnType<typeof sharedQuery>,
) => CfwCall<Data>;

/**
 * The answer of the server that the options name. Integers beyond 2^53 are bigints in it.
 *
 * @throws {@link Failure} when the options contradict each other
 */
export async function askServer<Data>(options: QueryOptions, call: Call<Data>) {
  const shared = sharedQuery(options);
  const token = await tokenFrom(options);
  const client = createClient({
    endpoint: options.endpoint,
    projectId: options.project,
    integers: 'bigint',
    ...(token !== undefined && { token }),
    ...(options.explain && { fetch: fetchWithExplanation }),
  });
  return call(client, shared).withResponse();
}
