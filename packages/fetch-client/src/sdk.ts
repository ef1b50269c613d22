/**
 * The operations as they are generated from the contract, with the generated client that they were
 * made for: no credentials of its own, no retries, no errors but what the contract types. For those who
 * want just that, or to build something else on it. Redirects are not followed here either.
 *
 * @module sdk
 */
import {
  type Client,
  type Config,
  createClient as createGeneratedClient,
} from './generated/client/index.ts';

export { createConfig } from './generated/client/index.ts';
export {
  listFlowStatistic,
  type Options,
  showFlowDetail,
  showFlowTop,
  showFlowTrend,
} from './generated/sdk.gen.ts';

/**
 * Makes the client that the generated operations are called with. A redirect is an error of
 * `fetch`, whatever the options say: it would take the headers, and the token among them, to another
 * host.
 */
export function createClient(config?: Config): Client {
  const client = createGeneratedClient({ ...config, redirect: 'error' });
  client.interceptors.request.use((request) =>
    request.redirect === 'error' ? request : new Request(request, { redirect: 'error' }),
  );
  return client;
}
