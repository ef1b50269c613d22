import type { FlowDetail, FlowDetailQuery } from './flow-detail.ts';
import type { FlowStatistic, FlowStatisticQuery } from './flow-statistic.ts';
import type { FlowTop, FlowTopQuery } from './flow-top.ts';
import type { FlowTrend, FlowTrendQuery } from './flow-trend.ts';

export * from './flow-detail.ts';
export * from './flow-selection.ts';
export * from './flow-statistic.ts';
export * from './flow-top.ts';
export * from './flow-trend.ts';

/** A question and its answer. */
export interface Exchange<Asked, Answered> {
  /** The question. */
  readonly query: Asked;
  /** The answer. */
  readonly answer: Answered;
}

/** What a store can be asked, by the ids that the contract has for it. */
export interface Queries {
  /** Ranks the groups of one item. */
  listFlowStatistic: Exchange<FlowStatisticQuery, FlowStatistic>;
  /** Looks into one group. */
  showFlowDetail: Exchange<FlowDetailQuery, FlowDetail>;
  /** Ranks the groups of several items. */
  showFlowTop: Exchange<FlowTopQuery, FlowTop>;
  /** Traffic over time. */
  showFlowTrend: Exchange<FlowTrendQuery, FlowTrend>;
}

/** Id of an operation. */
export type Operation = keyof Queries;

/** A question of one operation. */
export interface QuestionOf<Id extends Operation> {
  /** The operation. */
  readonly operation: Id;
  /** The question. */
  readonly query: Query<Id>;
}

/** A question, and the operation that it is for. */
export type Question<Id extends Operation = Operation> = {
  [One in Id]: QuestionOf<One>;
}[Id];

/** The question of an operation. */
export type Query<Id extends Operation = Operation> = Queries[Id]['query'];

/** The answer of an operation. */
export type Answer<Id extends Operation = Operation> = Queries[Id]['answer'];
