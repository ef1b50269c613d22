import { setupServer } from 'msw/node';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../test/local-server.ts';
import { projectId, question } from '../../test/question.ts';
import { CfwBadRequestError, CfwNotFoundError, createClient } from '../index.ts';
import { refusal, startFakeServer, statistic } from './index.ts';
import { flowStatisticHandler } from './msw.ts';

describe('a fake server', () => {
  it('answers what it was told, and tells what it was asked', async () => {
    await using server = await startFakeServer(statistic([{ item: 'a.example', sessions: 3 }], 7));
    const client = createClient({ endpoint: server.endpoint, projectId });
    const { records, total } = await client.listFlowStatistic(question);
    expect(total).toBe(7);
    expect(records).toMatchObject([{ item: 'a.example', sessions: 3, request_byte: 0 }]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.url.searchParams.get('item')).toBe('dst_host');
  });

  it('answers by the question, and can change its mind', async () => {
    await using server = await startFakeServer(({ item }) => statistic([{ item }]));
    const client = createClient({ endpoint: server.endpoint, projectId, retries: 0 });
    expect((await client.listFlowStatistic(question)).records[0]?.item).toBe('dst_host');
    server.answer(refusal(400, 'CFW.00200007', 'Incorrect time range.'));
    expect(await failureOf(client.listFlowStatistic(question))).toBeInstanceOf(CfwBadRequestError);
  });

  it('knows the path of the endpoint alone', async () => {
    await using server = await startFakeServer(statistic([]));
    const client = createClient({ endpoint: `${server.endpoint}/x`, projectId });
    expect(await client.listFlowStatistic(question)).toEqual({ records: [], total: 0 });
    const answer = await fetch(`${server.endpoint}/elsewhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error_code: 'APIGW.0101' });
  });
});

describe('a handler for MSW', () => {
  it('answers the endpoint of every host', async () => {
    const worker = setupServer(flowStatisticHandler(statistic([{ item: 'b.example' }])));
    worker.listen();
    try {
      const client = createClient({ region: 'cn-north-4', projectId });
      expect((await client.listFlowStatistic(question)).records[0]?.item).toBe('b.example');
      worker.use(flowStatisticHandler(refusal(404, 'APIGW.0101', 'No such API.')));
      expect(await failureOf(client.listFlowStatistic(question))).toBeInstanceOf(CfwNotFoundError);
    } finally {
      worker.close();
    }
  });
});
