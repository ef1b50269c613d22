import { createClient } from '@cfw-flow/fetch-client';
import { credentials, projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const client = createClient({ endpoint, projectId, credentials });
  return async () => (await client.listFlowStatistic(query)).total;
}
