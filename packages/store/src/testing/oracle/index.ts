import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { Answer, Operation, Query } from '../../queries/index.ts';
import { flowStatistic } from './flow-statistic.ts';

/**
 * Answers each operation by looking at every flow, in the plainest way there is. It shares no code
 * with the engines that it judges.
 */
export const oracle: {
  readonly [Id in Operation]: (flows: readonly EnrichedFlow[], query: Query<Id>) => Answer<Id>;
} = {
  listFlowStatistic: flowStatistic,
};
