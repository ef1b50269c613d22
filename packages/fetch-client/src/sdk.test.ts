import { describe, expect, it } from 'vitest';
import { answering, listen } from '../test/local-server.ts';
import { empty, projectId, question } from '../test/question.ts';
import { createClient, createConfig, listFlowStatistic } from './sdk.ts';

const path = { project_id: projectId };
const headers = { 'X-Auth-Token': 'MIIF-token' };

/** A server that sends everybody to another host, and that host. */
async function redirecting() {
  const other = await listen(answering(empty));
  const { endpoint, requests } = await listen(answering('', 302, { Location: other.endpoint }));
  return { endpoint, requests, other };
}

describe('an operation as it is generated', () => {
  it('arrives and is answered', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const client = createClient(createConfig({ baseUrl: endpoint, headers }));
    const { data } = await listFlowStatistic({ client, path, query: question });
    expect(data).toEqual({ data: { records: [], total: 0 } });
    expect(requests[0]?.headers).toHaveProperty('x-auth-token', 'MIIF-token');
  });

  it('follows no redirect, which would take the token to another host', async () => {
    const { endpoint, requests, other } = await redirecting();
    const client = createClient(createConfig({ baseUrl: endpoint, headers }));
    const { data, error } = await listFlowStatistic({ client, path, query: question });
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(TypeError);
    expect(requests).toHaveLength(1);
    expect(other.requests).toHaveLength(0);
  });

  it('follows none either when the client, a later setting or the call asks for it', async () => {
    const { endpoint, requests, other } = await redirecting();
    const follow = { redirect: 'follow' } as const;
    const client = createClient({ baseUrl: endpoint, headers, ...follow });
    await listFlowStatistic({ client, path, query: question, ...follow });
    client.setConfig(follow);
    await listFlowStatistic({ client, path, query: question });
    await client.get({ url: '/elsewhere' });
    expect(requests).toHaveLength(3);
    expect(other.requests).toHaveLength(0);
  });
});
