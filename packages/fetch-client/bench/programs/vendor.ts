import type { ListFlowStatisticResp } from '@cfw-flow/types';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { credentials, projectId, query } from './question.ts';

export function prepare(endpoint: string): () => Promise<number> {
  const identity = new BasicCredentials()
    .withAk(credentials.accessKey)
    .withSk(credentials.secretKey)
    .withProjectId(projectId);
  const client = new ClientBuilder<HcClient>((built) => built as HcClient)
    .withCredential(identity)
    .withEndpoint(endpoint)
    .build();
  return async () => {
    const answer = await client.sendRequest<ListFlowStatisticResp & SdkResponse>({
      method: 'GET',
      url: '/v1/{project_id}/cfw/logs/flow-statistic',
      contentType: 'application/json',
      queryParams: { ...query },
      pathParams: { project_id: projectId },
      headers: {},
    });
    return answer.data.total;
  };
}
