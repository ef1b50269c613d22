import { PassThrough } from 'node:stream';
import { createServer } from '@cfw-flow/server';
import { expect, test } from 'vitest';
import { PROJECT } from '../defaults.ts';
import { openStore } from '../store/open-store.ts';
import { startServer } from '../test-server/index.ts';
import { serveHealth } from './health.ts';

test('A server that answers questions is healthy, with flows and without.', async () => {
  for (const flows of [[], [{}]]) {
    await using server = await startServer({ flows });
    const { status, headers, ...answer } = await fetch(`${server.endpoint}/healthz`).then(whole);
    expect({ status, ...answer }).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('HEAD is answered without a body.', async () => {
  await using server = await startServer();
  const answer = await fetch(`${server.endpoint}/healthz`, { method: 'HEAD' }).then(whole);
  expect(answer).toMatchObject({ status: 200, text: '' });
});

test('A server whose store answers no more is not.', async () => {
  const store = await openStore({ data: undefined });
  const server = createServer({ store, projectId: PROJECT, log: new PassThrough() });
  serveHealth(server, store);
  expect((await server.inject('/healthz')).statusCode).toBe(200);
  await store.close();
  const answer = await server.inject('/healthz');
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toMatchObject({ error_code: 'APIGW.0601' });
});

async function whole(response: Response) {
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}
