import type { Answer, Operation, Query } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import type { Segment } from './plan-window.ts';
import type { Planning } from './query-plan.ts';
import type { QueryPlan } from './segments-sql.ts';

/** Rows that were read of one segment, each a SELECT. */
export interface SegmentReads {
  /** Those that count for the groups. */
  readonly groups: readonly string[];
  /** Those that count for what is said of the records. */
  readonly details: readonly string[];
}

/** An answer, and what was read for it. */
export interface Answered<Id extends Operation> {
  readonly answer: Answer<Id>;
  readonly reads: (segment: Segment) => SegmentReads;
}

/** How the engine answers an operation. */
export interface EngineOperation<Id extends Operation> {
  /** The answer when no flow is such as asked for. */
  empty(query: Query<Id>): Answer<Id>;
  /** How it is found where the answer is read, other than usual. */
  planning?(query: Query<Id>): Planning;
  /** The answer, within the transaction of the caller. */
  answer(connection: Connection, query: Query<Id>, plan: QueryPlan): Promise<Answered<Id>>;
}
