import type { Answer, Operation, Query } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { operations } from './index.ts';
import { planQuery } from './query-plan.ts';

/** Answers a question. All is of one moment, whatever is ingested or rolled up meanwhile. */
export async function answer<Id extends Operation>(
  connection: Connection,
  operation: Id,
  query: Query<Id>,
): Promise<Answer<Id>> {
  const { empty, planning, answer: find } = operations[operation];
  return inSnapshot(connection, async () => {
    const plan = await planQuery(connection, query, planning?.(query));
    return plan === undefined ? empty(query) : (await find(connection, query, plan)).answer;
  });
}
