import type {
  ListFlowStatisticData,
  ListFlowStatisticErrors,
  ListFlowStatisticResp,
} from '@cfw-flow/types';
import createClient from 'openapi-fetch';
import { projectId, query } from './question.ts';

/** The operation, as openapi-typescript would write it. */
interface Paths {
  '/v1/{project_id}/cfw/logs/flow-statistic': {
    get: {
      parameters: Pick<ListFlowStatisticData, 'path' | 'query'>;
      responses: {
        200: { content: { 'application/json': ListFlowStatisticResp } };
        400: { content: { 'application/json': ListFlowStatisticErrors[400] } };
      };
    };
  };
}

export function prepare(endpoint: string): () => Promise<number> {
  const client = createClient<Paths>({ baseUrl: endpoint });
  return async () => {
    const { data, error } = await client.GET('/v1/{project_id}/cfw/logs/flow-statistic', {
      params: { path: { project_id: projectId }, query },
    });
    if (error) throw new Error(error.error_msg);
    return data.data.total;
  };
}
