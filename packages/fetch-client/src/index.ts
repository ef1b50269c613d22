/**
 * Typed `fetch` client for the traffic log statistics of Huawei Cloud's Cloud Firewall (CFW) and
 * of cfw-flow servers. {@link createClient} is where to start.
 *
 * The call itself is generated from the contract `openapi/flow-log-analysis.yaml`. Its types and
 * enums are those of `@cfw-flow/types`, exported again here so that one import is enough.
 *
 * @module main
 */
export { CfwCall, type ResponseFacts, type WithResponse } from './call.ts';
export {
  type CallOptions,
  type CfwClient,
  type ClientOptions,
  createClient,
  type Exact,
  type FlowGroup,
  type FlowStatistic,
  type ListFlowStatisticQuery,
  type OrUndefined,
  type RankedEntry,
} from './client.ts';
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
export type { IntegerPolicy } from './exact-json.ts';
export { type Region, regions } from './region.ts';
export { listSeveral, type SeveralOptions } from './several.ts';
export type { AttemptEnd, AttemptRetry, AttemptStart, Logger } from './transport.ts';
export { between, last, type Moment, type QueryWindow } from './window.ts';
export { AssetType, Direction, Item, LogType, Range } from '@cfw-flow/types';
export type { FlowDetailsVO, ItemVO, ListFlowStatisticRespData } from '@cfw-flow/types';
