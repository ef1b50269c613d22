/**
 * Types of what a cfw-flow server answers besides the operations, most of it for its console, generated
 * from the contract `openapi/console.yaml`.
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
