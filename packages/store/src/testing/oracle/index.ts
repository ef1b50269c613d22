import fc from 'fast-check';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { Answer, Operation, Query, Question } from '../../queries/index.ts';
import { flowDetail, flowDetailQueries } from './flow-detail.ts';
import { flowStatistic, flowStatisticQueries } from './flow-statistic.ts';
import { flowTop, flowTopQueries } from './flow-top.ts';
import { flowTrend, flowTrendQueries } from './flow-trend.ts';

/**
 * Answers each operation by looking at every flow, in the plainest way there is. It shares no code
 * with the engines that it judges.
 */
export const oracle: {
  readonly [Id in Operation]: (flows: readonly EnrichedFlow[], query: Query<Id>) => Answer<Id>;
} = {
  listFlowStatistic: flowStatistic,
  showFlowDetail: flowDetail,
  showFlowTop: flowTop,
  showFlowTrend: flowTrend,
};

const queries: { readonly [Id in Operation]: fc.Arbitrary<Query<Id>> } = {
  listFlowStatistic: flowStatisticQueries,
  showFlowDetail: flowDetailQueries,
  showFlowTop: flowTopQueries,
  showFlowTrend: flowTrendQueries,
};

/** Questions of any kind for any operation, about random flows. */
export const questions: fc.Arbitrary<Question> = fc.oneof(
  ...Object.entries(queries).map(([operation, query]) =>
    fc.record({ operation: fc.constant(operation), query: query as fc.Arbitrary<unknown> }),
  ),
) as fc.Arbitrary<Question>;
