import type { FlowStatistic, FlowStatisticQuery } from './flow-statistic.ts';

/** What a store can be asked, by the ids that the contract has for it. */
export interface Queries {
  /** Ranks the groups of one item. */
  listFlowStatistic: { query: FlowStatisticQuery; answer: FlowStatistic };
}

/** Id of an operation. */
export type Operation = keyof Queries;

/** The question of an operation. */
export type Query<Id extends Operation = Operation> = Queries[Id]['query'];

/** The answer of an operation. */
export type Answer<Id extends Operation = Operation> = Queries[Id]['answer'];
