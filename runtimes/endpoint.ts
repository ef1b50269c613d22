import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type * as Signature from '../packages/signature/src/index.ts';

/** The one access key that the endpoint knows. */
export const accessKey = 'AK-EXAMPLE';
export const secretKey = 'SK-EXAMPLE';

/** An answer: status, body, headers. */
type Answer = readonly [number, string, Record<string, string>?];

const group = { item: 'example.com', sessions: 3, request_byte: 10, response_byte: 20 };
export const statistic = { records: [group], total: 1 };

/** What the firewalls answer. That of `silent` never comes. */
const firewalls: Record<string, (attempts: number) => Answer | undefined> = {
  usual: () => [200, JSON.stringify({ data: statistic })],
  unknown: () => [400, JSON.stringify({ error_code: 'CFW.00200005', error_msg: 'No firewall.' })],
  busy: (attempts) =>
    attempts === 1
      ? [503, JSON.stringify({ error_msg: 'Busy.' }), { 'Retry-After': '0' }]
      : [200, JSON.stringify({ data: statistic })],
  // No number of JavaScript is 2^63 − 1.
  large: () => [
    200,
    '{"data":{"records":[{"item":"a.example","request_byte":9223372036854775807}],"total":1}}',
  ],
  silent: () => undefined,
};

/**
 * An endpoint for one test. It takes what the packed `@cfw-flow/signature` of the project verifies,
 * from pages of any origin too, and says 401 to all else.
 */
export async function startEndpoint(project: string): Promise<string> {
  const signature = join(project, 'node_modules/@cfw-flow/signature/dist/index.js');
  const { verifyRequest } = (await import(pathToFileURL(signature).href)) as typeof Signature;
  const attempts = new Map<string, number>();

  async function answerTo({ method = '', url = '', headers }: IncomingMessage) {
    const address = new URL(url, `http://${headers.host}`);
    const verdict = await verifyRequest(
      { method, url, headers },
      {
        secretKey: (key) => (key === accessKey ? secretKey : undefined),
      },
    );
    if (!verdict.valid) {
      return [
        401,
        JSON.stringify({ error_code: 'APIGW.0301', error_msg: verdict.reason }),
      ] as const;
    }
    const firewall = address.searchParams.get('fw_instance_id') ?? '';
    attempts.set(firewall, (attempts.get(firewall) ?? 0) + 1);
    return firewalls[firewall]?.(attempts.get(firewall) ?? 0);
  }

  return serve(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (request.method === 'OPTIONS') {
      const asked = request.headers['access-control-request-headers'] ?? '';
      response.writeHead(204, { 'Access-Control-Allow-Headers': asked }).end();
      return;
    }
    const answer = await answerTo(request);
    if (answer === undefined) return;
    const [status, body, headers] = answer;
    response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After');
    response.setHeader('X-Request-Id', 'request-of-the-test');
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
  });
}

/** Serves HTTP for one test. */
export async function serve(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
