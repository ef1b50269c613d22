import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';

/** A request that a test's server got. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What a test's server does with a request. */
export type Answering = (request: Received, response: ServerResponse) => void;

/** A real server for one test. It says nothing of its own time, unless the answer does. */
export async function listen(answer: Answering) {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    response.sendDate = false;
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers, body };
      requests.push(received);
      answer(received, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, requests, close };
}

/** Always the same answer. */
export const answering =
  (body: string, status = 200, headers: Record<string, string> = {}): Answering =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
  };

/** One answer after the other; the last one stays. */
export function inTurn(...answers: Answering[]): Answering {
  return (request, response) => {
    (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
  };
}

/** A port on which nothing listens: one that no system gives to those who ask for any. */
export async function deadEndpoint(): Promise<string> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return `http://127.0.0.1:${port}`;
  }
}

/** What a promise fails with. */
export async function failureOf(promise: unknown): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}
