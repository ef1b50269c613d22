import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Direction, LogType } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { apiEndpoint, clockOffset, fetchContext, flowsByLogType } from './context.ts';

it.each([
  ['http://127.0.0.1:8239/', 'http://127.0.0.1:8239/'],
  ['http://127.0.0.1:8239/index.html?item=app#top', 'http://127.0.0.1:8239/'],
  ['https://logs.example/cfw/?item=app', 'https://logs.example/cfw/'],
])('the API of the page %s is at %s', (page, endpoint) => {
  expect(apiEndpoint(page)).toBe(endpoint);
});

it('log types come with the flows of both directions, most flows first', () => {
  const traffic = [
    { log_type: LogType.NAT, direction: Direction.IN2OUT, flows: 4 },
    { log_type: LogType.INTERNET, direction: Direction.IN2OUT, flows: 3 },
    { log_type: LogType.INTERNET, direction: Direction.OUT2IN, flows: 2 },
  ];
  const firewall = { fw_instance_id: 'a', flows: 9, first_time: 0, last_time: 1, traffic };
  expect(flowsByLogType(firewall)).toEqual([
    ['internet', 5],
    ['nat', 4],
  ]);
});

it.each([
  ['agrees', 0, 0],
  ['is half a minute off, which nobody would notice', 30_000, 0],
  ['is an hour ahead', 3_600_000, -3_600_000],
  ['is a day behind', -86_400_000, 86_400_000],
])('the clock of a browser that %s', (_, ahead, offset) => {
  const time = Date.UTC(2026, 10, 22);
  expect(clockOffset(new Date(time).toUTCString(), time + ahead)).toBe(offset);
});

it('a server without a clock is taken to agree', () => {
  expect(clockOffset(null, 0)).toBe(0);
});

async function contextFrom(status: number, body: string) {
  const server = createServer((_, response) => void response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await fetchContext(`http://127.0.0.1:${port}/`, AbortSignal.timeout(5000));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('what there is to ask about is read', async () => {
  const context = {
    project_id: 'a16df7cf1d094befa6bbc72cbf51e93a',
    firewalls: [],
    status: { flows: 0, pending: 0 },
  };
  expect(await contextFrom(200, JSON.stringify(context))).toEqual({ ...context, clockOffset: 0 });
});

it.each([
  [404, '{}', '/console/context.json answered HTTP 404.'],
  [504, '{"error_msg":"Backend timeout. Ask later."}', 'HTTP 504. Backend timeout. Ask later.'],
  [502, 'null', '/console/context.json answered HTTP 502.'],
  [200, '<html>', 'Open this page from that server.'],
  [200, 'null', 'Open this page from that server.'],
  [200, '{"project_id":"a"}', 'Open this page from that server.'],
])('another server that answers %d with %s is told apart', async (status, body, message) => {
  await expect(contextFrom(status, body)).rejects.toThrow(message);
});

it('a server that is gone is named', async () => {
  const gone = fetchContext('http://127.0.0.1:1/', AbortSignal.timeout(5000));
  await expect(gone).rejects.toThrow('No answer from http://127.0.0.1:1:');
});
