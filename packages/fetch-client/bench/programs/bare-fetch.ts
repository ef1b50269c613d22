import type { ListFlowStatisticResp } from '@cfw-flow/types';
import { path, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, `${value}`]),
  );
  return async () => {
    const response = await fetch(`${endpoint}${path}?${search}`);
    const answer = JSON.parse(await response.text()) as ListFlowStatisticResp;
    return answer.data.total;
  };
}
