import type { ListFlowStatisticResp } from '@cfw-flow/types';
import ky from 'ky';
import { path, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  return async () => {
    const answer = await ky
      .get(`${endpoint}${path}`, { searchParams: query })
      .json<ListFlowStatisticResp>();
    return answer.data.total;
  };
}
