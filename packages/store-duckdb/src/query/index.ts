import type { Operation } from '@cfw-flow/store';
import { flowStatistic } from './flow-statistic.ts';
import { flowTrend } from './flow-trend.ts';
import type { EngineOperation } from './operation.ts';

/** How each operation is answered. */
export const operations: { readonly [Id in Operation]: EngineOperation<Id> } = {
  listFlowStatistic: flowStatistic,
  showFlowTrend: flowTrend,
};
