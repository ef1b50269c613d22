import type { FlowDetail, FlowDetailQuery } from './flow-detail.ts';
import type { FlowStatistic, FlowStatisticQuery } from './flow-statistic.ts';
import type { FlowTop, FlowTopQuery } from './flow-top.ts';
import type { FlowTrend, FlowTrendQuery } from './flow-trend.ts';

export * from './flow-detail.ts';
export * from './flow-selection.ts';
export * from './flow-statistic.ts';
export * from './flow-top.ts';
export * from './flow-trend.ts';

/** What a store can be asked, by the ids that the contract has for it. */
export interface Queries {
  /** Ranks the groups of one item. */
  listFlowStatistic: { query: FlowStatisticQuery; answer: FlowStatistic };
  /** Looks into one group. */
  showFlowDetail: { query: FlowDetailQuery; answer: FlowDetail };
  /** Ranks the groups of several items. */
  showFlowTop: { query: FlowTopQuery; answer: FlowTop };
  /** Traffic over time. */
  showFlowTrend: { query: FlowTrendQuery; answer: FlowTrend };
}

/** Id of an operation. */
export type Operation = keyof Queries;

/** A question, and the operation that it is for. */
export type Question<Id extends Operation = Operation> = {
  [One in Id]: { readonly operation: One; readonly query: Query<One> };
}[Id];

/** The question of an operation. */
export type Query<Id extends Operation = Operation> = Queries[Id]['query'];

/** The answer of an operation. */
export type Answer<Id extends Operation = Operation> = Queries[Id]['answer'];
