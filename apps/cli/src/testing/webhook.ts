import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A receiver of webhooks. */
export interface Receiver {
  url: string;
  /** Bodies that came, the first one first; those that were refused, too. */
  bodies: unknown[];
  requests: IncomingMessage[];
  /** Statuses that the next requests are answered with; 200 when there is none. */
  statuses: number[];
}

/** Starts a receiver that goes with the test. */
export async function receiveWebhooks(): Promise<Receiver> {
  const receiver: Receiver = { url: '', bodies: [], requests: [], statuses: [] };
  const server = createServer(async (request, response) => {
    receiver.bodies.push(await json(request));
    receiver.requests.push(request);
    response.writeHead(receiver.statuses.shift() ?? 200).end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
