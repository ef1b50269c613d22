import { createClient, createConfig, listFlowStatistic } from '@cfw-flow/fetch-client/sdk';
import { projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const client = createClient(createConfig({ baseUrl: endpoint, throwOnError: true }));
  return async () => {
    const { data } = await listFlowStatistic({
      client,
      path: { project_id: projectId },
      query,
      throwOnError: true,
    });
    return data.data.total;
  };
}
