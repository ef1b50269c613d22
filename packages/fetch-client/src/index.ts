/**
 * Typed `fetch` client for the traffic log statistics of Huawei Cloud's Cloud Firewall (CFW) and
 * of cfw-flow servers. {@link createClient} is where to start.
 *
 * The call itself is generated from the contract `openapi/flow-statistic.yaml`. Its types and
 * enums are those of `@cfw-flow/types`, exported again here so that one import is enough.
 *
 * @packageDocumentation
 */
export { createClient } from './client.ts';
export type { CallOptions, CfwClient, ClientOptions, ListFlowStatisticQuery } from './client.ts';
export {
  CfwApiError,
  CfwConnectionError,
  CfwError,
  CfwOptionError,
  CfwResponseError,
} from './errors.ts';
export { AssetType, Direction, Item, LogType, Range } from '@cfw-flow/types';
export type { FlowDetailsVO, ItemVO, ListFlowStatisticRespData } from '@cfw-flow/types';
