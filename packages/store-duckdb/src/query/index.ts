import type { Operation } from '@cfw-flow/store';
import { flowDetail } from './flow-detail.ts';
import { flowStatistic } from './flow-statistic.ts';
import { flowTop } from './flow-top.ts';
import { flowTrend } from './flow-trend.ts';
import type { EngineOperation } from './operation.ts';

/** How each operation is answered. */
export const operations: { readonly [Id in Operation]: EngineOperation<Id> } = {
  listFlowStatistic: flowStatistic,
  showFlowDetail: flowDetail,
  showFlowTop: flowTop,
  showFlowTrend: flowTrend,
};
