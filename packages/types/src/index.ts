/**
 * Types and enums of the operations over the traffic logs of CFW, generated from the contract
 * `openapi/flow-log-analysis.yaml`. The contract itself is at
 * `@cfw-flow/types/flow-log-analysis.json`. What a cfw-flow server tells its console beside that is at
 * `@cfw-flow/types/console`.
 *
 * @module main
 */
export * from './generated/flow-log-analysis/types.gen.ts';
