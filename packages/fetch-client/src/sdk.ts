/**
 * The operation as it is generated from the contract, with the generated client that it was made
 * for: no credentials of its own, no retries, no errors but what the contract types. For those who
 * want just that, or to build something else on it.
 *
 * @packageDocumentation
 */
export { createClient, createConfig } from './generated/client/index.ts';
export { listFlowStatistic, type Options } from './generated/sdk.gen.ts';
