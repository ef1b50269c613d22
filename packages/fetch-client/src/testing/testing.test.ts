import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../test/local-server.ts';
import { projectId, question } from '../../test/question.ts';
import {
  CfwBadRequestError,
  type CfwClient,
  CfwConnectionError,
  CfwNotFoundError,
  CfwServerError,
  createClient,
} from '../index.ts';
import {
  detail,
  exampleAnswers,
  refusal,
  startFakeServer,
  statistic,
  top,
  trend,
} from './index.ts';
import { operationHandlers } from './msw.ts';

const { item: _, ...window } = question;

describe('a fake server', () => {
  it('answers what it was told, and tells what it was asked', async () => {
    await using server = await startFakeServer({
      listFlowStatistic: statistic([{ item: 'a.example', sessions: 3 }], 7),
    });
    const client = createClient({ endpoint: server.endpoint, projectId });
    const { records, total } = await client.listFlowStatistic(question);
    expect(total).toBe(7);
    expect(records).toMatchObject([{ item: 'a.example', sessions: 3, request_byte: 0 }]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.url.searchParams.get('item')).toBe('dst_host');
  });

  it('answers every operation', async () => {
    await using server = await startFakeServer({
      listFlowStatistic: statistic([{ item: 'a.example' }]),
      showFlowTrend: trend([{ in_bps: 5 }, { out_bps: 7 }]),
      showFlowDetail: detail({
        records: [
          { request_byte: 4, response_byte: 5, sessions: 2 },
          { dst_port: '443', app: 'HTTPS', start_time: 1000 },
        ],
        dst_ip_count: 9,
      }),
      showFlowTop: top({ app: [{ key: 'DNS', value: 2 }] }),
    });
    const client = createClient({ endpoint: server.endpoint, projectId });
    expect((await client.listFlowStatistic(question)).total).toBe(1);
    expect(await client.showFlowTrend(window)).toEqual({
      records: [
        { agg_time: Date.UTC(2025, 11, 31), in_bps: 5, out_bps: 0 },
        { agg_time: Date.UTC(2025, 11, 31, 0, 1), in_bps: 0, out_bps: 7 },
      ],
      total: 2,
    });
    expect(await client.showFlowDetail({ ...window, item: 'app', value: 'DNS' })).toMatchObject({
      sessions: 3,
      bytes: 9,
      request_byte: 4,
      response_byte: 5,
      src_ip_count: 1,
      dst_ip_count: 9,
      dst_port_count: 2,
      app_count: 2,
      start_time: 1000,
      end_time: Date.UTC(2025, 11, 31, 23, 59, 59),
      records: [
        { dst_port: '53', bytes: 9 },
        { dst_port: '443', bytes: 0 },
      ],
    });
    expect(await client.showFlowTop({ ...window, item: ['app'], order: 'record' })).toEqual({
      app: [{ key: 'DNS', value: 2 }],
    });
  });

  it('says that an operation has no answer, and that of no other', async () => {
    await using server = await startFakeServer({ showFlowTrend: trend([]) });
    const client = createClient({ endpoint: server.endpoint, projectId });
    const error = await failureOf(client.listFlowStatistic(question));
    expect(error).toBeInstanceOf(CfwServerError);
    expect((error as Error).message).toContain(
      '(HTTP 501): The test sets no answer for listFlowStatistic: give it one.',
    );
    expect(server.requests).toHaveLength(1);
    expect(await client.showFlowTrend(window)).toEqual({ records: [], total: 0 });
  });

  it('has a detail of nothing, too', async () => {
    await using server = await startFakeServer({ showFlowDetail: detail({}) });
    const client = createClient({ endpoint: server.endpoint, projectId });
    expect(await client.showFlowDetail({ ...window, item: 'app', value: 'x' })).toEqual({
      sessions: 0,
      bytes: 0,
      request_byte: 0,
      response_byte: 0,
      src_ip_count: 0,
      dst_ip_count: 0,
      dst_port_count: 0,
      app_count: 0,
      records: [],
    });
  });

  it('answers by the question, and can change its mind about one operation', async () => {
    await using server = await startFakeServer({
      listFlowStatistic: ({ parameters }) => statistic([{ item: parameters.get('item')! }]),
      showFlowTrend: trend([{}]),
    });
    const client = createClient({ endpoint: server.endpoint, projectId, retries: 0 });
    expect((await client.listFlowStatistic(question)).records[0]?.item).toBe('dst_host');
    server.answer({ listFlowStatistic: refusal(400, 'CFW.00200007', 'Incorrect time range.') });
    expect(await failureOf(client.listFlowStatistic(question))).toBeInstanceOf(CfwBadRequestError);
    expect((await client.showFlowTrend(window)).total).toBe(1);
  });

  it('knows the paths of the operations alone', async () => {
    await using server = await startFakeServer({ listFlowStatistic: statistic([]) });
    const client = createClient({ endpoint: `${server.endpoint}/x`, projectId });
    expect(await client.listFlowStatistic(question)).toEqual({ records: [], total: 0 });
    const answer = await fetch(`${server.endpoint}/elsewhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error_code: 'APIGW.0101' });
  });
});

describe('the examples of the contract', () => {
  it('are what the client gets from whoever answers them', async () => {
    const asked = (client: CfwClient) =>
      Promise.all([
        client.listFlowStatistic(question),
        client.showFlowTrend(window),
        client.showFlowDetail({ ...window, item: 'dst_host', value: 'www.test.com' }),
        client.showFlowTop({ ...window, item: ['src_ip', 'dst_host'], order: 'byte' }),
      ]);
    const examples = Object.values(contract.paths).map(({ get }) => {
      const [example] = Object.values(get.responses['200'].content['application/json'].examples);
      return example.value.data;
    });
    await using server = await startFakeServer(exampleAnswers);
    expect(await asked(createClient({ endpoint: server.endpoint, projectId }))).toEqual(examples);

    const worker = setupServer(...operationHandlers(exampleAnswers));
    worker.listen({ onUnhandledFrame: 'error' });
    onTestFinished(() => worker.close());
    expect(await asked(createClient({ region: 'cn-north-4', projectId }))).toEqual(examples);
  });
});

describe('handlers for MSW', () => {
  it('answer operations of every host, each by itself', async () => {
    const worker = setupServer(
      ...operationHandlers({
        listFlowStatistic: statistic([{ item: 'b.example' }]),
        showFlowTrend: trend([{ in_bps: 8 }]),
      }),
    );
    worker.listen({ onUnhandledFrame: 'error' });
    try {
      const client = createClient({ region: 'cn-north-4', projectId, retries: 0 });
      expect((await client.listFlowStatistic(question)).records[0]?.item).toBe('b.example');
      worker.use(
        ...operationHandlers({ listFlowStatistic: refusal(404, 'APIGW.0101', 'No such API.') }),
      );
      expect(await failureOf(client.listFlowStatistic(question))).toBeInstanceOf(CfwNotFoundError);
      expect((await client.showFlowTrend(window)).records[0]?.in_bps).toBe(8);
      const unanswered = client.showFlowTop({ ...window, item: ['app'], order: 'byte' });
      expect(await failureOf(unanswered)).toBeInstanceOf(CfwConnectionError);
    } finally {
      worker.close();
    }
  });
});
