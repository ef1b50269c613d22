import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The token that the cloud takes. */
export const TOKEN = 'the-token-of-the-test';

/** Answers in place of the cloud's own. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Whether a request is signed, by a clock in milliseconds since 1970 UTC. */
export type SignatureCheck = (request: IncomingMessage, now: number) => Promise<boolean>;

/**
 * What the cloud is to this project: it demands signatures or a token, and does not say which firewalls it
 * has. The operations are answered by a cfw-flow server behind it.
 *
 * @param origin - URL of that server
 * @param isSigned - checks signatures
 * @param ahead - how far its clock is ahead of this machine's, in milliseconds
 */
export async function startCloud(origin: string, isSigned: SignatureCheck, ahead = 0) {
  const requests: string[] = [];
  const instead: Answer[] = [];
  const server = createServer(async (request, response) => {
    const { url = '' } = request;
    requests.push(url);
    response.setHeader('Date', new Date(Date.now() + ahead).toUTCString());
    const refusal = instead.shift();
    if (refusal !== undefined) return refusal(request, response);
    const token = request.headers['x-auth-token'];
    const isKnown = token === undefined ? isSigned(request, Date.now() + ahead) : token === TOKEN;
    if (!(await isKnown)) {
      return answerError(response, 401, 'APIGW.0301', 'Incorrect IAM authentication information.');
    }
    if (!url.startsWith('/v1/')) return answerError(response, 404, 'APIGW.0101', 'No such API.');
    // The test may be over, and the server with it.
    const answer = await fetch(origin + url).catch(() => undefined);
    if (answer === undefined) return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What it was asked, but for who asked. */
    requests,
    /** Answers the next request so. */
    answerNext: (answer: Answer) => void instead.push(answer),
  };
}

/** Answers an error of the API gateway. */
export function answerError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error_code: code, error_msg: message, request_id: 'r-1' }));
}
