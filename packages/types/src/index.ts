/**
 * Types and enums of the CFW flow-statistic endpoint, generated from the contract
 * `openapi/flow-statistic.yaml`. The contract itself is at `@cfw-flow/types/flow-statistic.json`.
 *
 * @packageDocumentation
 */
export * from './generated/types.gen.ts';
