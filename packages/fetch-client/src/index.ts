/**
 * Typed `fetch` client for the traffic log statistics of Huawei Cloud's Cloud Firewall (CFW) and
 * of cfw-flow servers. {@link createClient} is where to start.
 *
 * What operations are asked and answer is generated from the contract
 * `openapi/flow-log-analysis.yaml`: types and enums are those of `@cfw-flow/types`, exported again
 * here so that one import is enough.
 *
 * @module main
 */
export type { FieldsCheck } from './answer-checks.ts';
export type { AttemptEnd, AttemptHooks, AttemptRetry, AttemptStart } from './attempt-hooks.ts';
export { CfwCall, type ResponseFacts, type WithResponse } from './call.ts';
export { createCaller } from './caller.ts';
export { CfwClient, type CfwMethods, createClient } from './client.ts';
export type { CallerOptions } from './caller-options.ts';
export type { ClientOptions } from './client-options.ts';
export { type ComparedGroup, type Comparison, compareWindows } from './comparison.ts';
export type {
  AccessKeyCredentials,
  Credentials,
  CredentialsProvider,
  TokenCredentials,
} from './credentials/credentials.ts';
export {
  type ApiErrorFacts,
  CfwAbortError,
  CfwApiError,
  CfwAuthenticationError,
  CfwBadRequestError,
  CfwConnectionError,
  CfwError,
  CfwNotFoundError,
  CfwOptionError,
  CfwPermissionError,
  CfwRateLimitError,
  CfwResponseError,
  CfwServerError,
  CfwTimeoutError,
  isCfwError,
} from './errors.ts';
export { CfwCredentialsError, type CredentialsSource } from './credentials/credentials-error.ts';
export { iamPassword, type IamPasswordOptions } from './credentials/iam-token.ts';
export type { Exact, IntegerPolicy } from './exact-json.ts';
export type {
  CallOptions,
  CfwCaller,
  Operation,
  OperationFacts,
  OrUndefined,
  QueryOf,
} from './operation.ts';
export * from './operations/index.ts';
export type { RankedEntry } from './operations/ranked-entry.ts';
export { type Region, regions } from './region.ts';
export type { Logger } from './logger.ts';
export { listSeveral, type SeveralOptions } from './several.ts';

export { between, last, type Moment, type QueryWindow, type WindowChoice } from './window.ts';
export { AssetType, Direction, FlowItem, Item, LogType, Order, Range } from '@cfw-flow/types';
export type { ItemVO } from '@cfw-flow/types';
