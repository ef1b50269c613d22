import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CfwRateLimitError } from '@cfw-flow/fetch-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { Service } from './service.ts';

/** A service that answers like this, asked so often a second. */
async function serviceThat(answer: RequestListener, rate = 1000) {
  const server = createServer(answer);
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Service({
    server: { endpoint, region: undefined },
    credentials: undefined,
    project: PROJECT,
    rate,
  });
}

const data = { records: [], total: 0 };
const question = { fw_instance_id: FIREWALL, log_type: 'internet', range: '2' };
const { signal } = new AbortController();

function answerData(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
}

function refuse(response: Parameters<RequestListener>[1], headers: Record<string, string>): void {
  response.writeHead(429, { 'content-type': 'application/json', ...headers });
  response.end('{"error_code":"APIGW.0308","error_msg":"Too many requests."}');
}

describe('a service', () => {
  it('is asked once what several want at the same time, in whichever order they write it', async () => {
    let requests = 0;
    const service = await serviceThat((_request, response) => {
      requests += 1;
      answerData(response);
    });
    const swapped = Object.fromEntries(Object.entries(question).toReversed());
    const answers = await Promise.all([
      service.ask('showFlowTrend', question, signal),
      service.ask('showFlowTrend', swapped, signal),
      service.ask('showFlowTrend', { ...question, range: '1' }, signal),
    ]);
    expect(answers.map((answer) => answer.data)).toEqual([data, data, data]);
    expect(requests).toBe(2);
    await service.ask('showFlowTrend', question, signal);
    expect(requests).toBe(3);
  });

  it('is not asked any more what nobody waits for', async () => {
    const arrived = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const service = await serviceThat((_request, response) => {
      response.once('close', () => ended.resolve());
      arrived.resolve();
    });
    const controllers = [new AbortController(), new AbortController()];
    const asked = controllers.map((controller) =>
      service.ask('showFlowTrend', question, controller.signal),
    );
    await arrived.promise;
    for (const controller of controllers) controller.abort(new Error('left'));
    for (const answer of asked) await expect(answer).rejects.toThrow('left');
    await ended.promise;
  });

  it('is left alone for as long as it says, and then asked again', async () => {
    let requests = 0;
    let firstStatus: unknown;
    const service: Service = await serviceThat((_request, response) => {
      requests += 1;
      if (requests === 1) return refuse(response, { 'retry-after': '1' });
      firstStatus ??= service.status;
      answerData(response);
    });
    const asked = service.ask('showFlowTrend', question, signal);
    const { data: answered, waited } = await asked;
    expect([answered, requests]).toEqual([data, 2]);
    expect(waited).toBeGreaterThanOrEqual(1000);
    expect(firstStatus).toEqual({ endpoint: expect.any(String), waiting: 0 });
  });

  it('of a region says where it is, and its project, from the first question on', async () => {
    const asked: string[] = [];
    const answers = {
      'iam.cn-north-4.myhuaweicloud.com': {
        projects: [{ id: PROJECT, name: 'cn-north-4' }],
      },
      'cfw.cn-north-4.myhuaweicloud.com': { data },
    };
    // The cloud itself is out of reach of a test.
    vi.stubGlobal('fetch', async (url: string | URL | Request) => {
      const { host } = new URL(url instanceof Request ? url.url : url);
      asked.push(host);
      return Response.json(answers[host as keyof typeof answers]);
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const service = new Service({
      server: { endpoint: undefined, region: 'cn-north-4' },
      credentials: { accessKey: 'AKTEST', secretKey: 'secret' },
      project: undefined,
      rate: 1000,
    });
    expect((await service.ask('showFlowTrend', question, signal)).data).toEqual(data);
    expect(asked).toEqual(Object.keys(answers));
    expect([service.project, service.status.endpoint]).toEqual([
      PROJECT,
      'https://cfw.cn-north-4.myhuaweicloud.com',
    ]);
  });

  it('that wants to be left alone for long is not waited for, but says so', async () => {
    const service = await serviceThat((_request, response) =>
      refuse(response, { 'retry-after': '60' }),
    );
    const asked = service.ask('showFlowTrend', question, signal);
    await expect(asked).rejects.toThrow(CfwRateLimitError);
    expect(service.status.limited_until).toBeGreaterThan(Date.now() + 50_000);
  });
});
