import type { FastifyInstance } from 'fastify';

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether a Host header names this machine itself, whatever the port. */
export function namesLoopback(host: string): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && loopback.test(new URL(url).hostname);
}

/**
 * Refuses requests under another name than this machine's own. A page of another site can have
 * its name resolve to 127.0.0.1 and would then read the logs through the visitor's browser (DNS
 * rebinding); its name is still in the Host header.
 */
export function guardLoopback(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    const { host } = request.headers;
    if (host === undefined || namesLoopback(host)) return undefined;
    return reply
      .code(403)
      .header('X-Request-Id', request.id)
      .send({
        error_code: 'APIGW.0306',
        error_msg: `This server answers on this machine only, not as ${JSON.stringify(host)}. Use http://127.0.0.1 or http://localhost.`,
        request_id: request.id,
      });
  });
}
