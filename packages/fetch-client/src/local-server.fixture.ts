import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';

/** A request that a test's server got. */
export interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A real server for one test, and the requests it got. It says nothing of its own time. */
export async function listen(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<{ endpoint: string; requests: Received[] }> {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    response.sendDate = false;
    void text(request).then((body) => {
      const { method, url, headers } = request;
      const received = { method, url, headers, body };
      requests.push(received);
      answer(received, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, requests };
}

/** What a promise fails with. */
export async function failureOf(promise: Promise<unknown> | unknown): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}

/** A port on which nothing listens. */
export async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
