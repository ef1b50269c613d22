import { createCaller, listFlowStatistic } from '@cfw-flow/fetch-client';
import { credentials, projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const caller = createCaller({ endpoint, projectId, credentials });
  return async () => (await listFlowStatistic(caller, query)).total;
}
