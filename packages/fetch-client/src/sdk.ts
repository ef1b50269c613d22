/**
 * The operations as they are generated from the contract, with the generated client that they were
 * made for: no credentials of its own, no retries, no errors but what the contract types. For those who
 * want just that, or to build something else on it.
 *
 * @packageDocumentation
 */
export { createClient, createConfig } from './generated/client/index.ts';
export {
  listFlowStatistic,
  type Options,
  showFlowDetail,
  showFlowTop,
  showFlowTrend,
} from './generated/sdk.gen.ts';
