import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo, type FakeAnswers } from './answer.ts';

/** A request that a fake server got. */
export interface FakeRequest {
  /** HTTP method. */
  method: string;
  /** Whole URL. */
  url: URL;
  /** Headers, their names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A server that answers as it is told. */
export interface FakeServer {
  /** Where it is: the `endpoint` of a client. */
  endpoint: string;
  /** What it was asked, in order. */
  requests: FakeRequest[];
  /** Changes what it answers to the operations that are named; the others stay as they were. */
  answer(answers: FakeAnswers): void;
  /** Ends it, and the connections that it still has. */
  close(): Promise<void>;
  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1 that answers operations as it is told, over real
 * HTTP. It checks neither parameters nor credentials: `cfw-flow serve` does the former.
 *
 * @example
 * ```ts
 * import { createClient } from '@cfw-flow/fetch-client';
 * import { startFakeServer, statistic } from '@cfw-flow/fetch-client/testing';
 *
 * const server = await startFakeServer({
 *   listFlowStatistic: statistic([{ item: 'www.example', sessions: 3 }]),
 * });
 * const client = createClient({
 *   endpoint: server.endpoint,
 *   projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
 * });
 * console.log(typeof client.listFlowStatistic);
 * await server.close();
 * ```
 *
 * @group Start here
 */
export async function startFakeServer(answers: FakeAnswers): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  let current = answers;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', endpoint);
    requests.push({ method: request.method ?? 'GET', url, headers: request.headers });
    const { status, body, headers } = answerTo(url, current);
    response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    endpoint,
    requests,
    answer: (next) => {
      current = { ...current, ...next };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
