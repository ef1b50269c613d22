/**
 * Types of what a cfw-flow server tells beside the operations, its console above all, generated from the
 * contract `openapi/console.yaml`.
 *
 * @module console
 */
export type {
  ConsoleContext,
  FirewallSummary,
  FirewallTraffic,
  Health,
  ServiceStatus,
  StoreStatus,
} from './generated/console/types.gen.ts';
