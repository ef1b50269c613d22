import { createCaller, listFlowStatistic } from '@cfw-flow/fetch-client';
import { projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const caller = createCaller({ endpoint, projectId });
  return async () => (await listFlowStatistic(caller, query)).total;
}
