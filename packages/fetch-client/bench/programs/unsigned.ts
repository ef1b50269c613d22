import { createClient } from '@cfw-flow/fetch-client';
import { projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const client = createClient({ endpoint, projectId });
  return async () => (await client.listFlowStatistic(query)).total;
}
