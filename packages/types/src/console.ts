/**
 * Types of what a cfw-flow server tells its console beside the operations, generated from the
 * contract `openapi/console.yaml`.
 *
 * @module console
 */
export type {
  ConsoleContext,
  FirewallSummary,
  FirewallTraffic,
  ServiceStatus,
  StoreStatus,
} from './generated/console/types.gen.ts';
