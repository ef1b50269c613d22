import { GatewayRefusal } from '@cfw-flow/server';
import type { FastifyInstance } from 'fastify';

const loopback = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d*)?$/i;

/** Whether a Host header names this machine itself, whatever the port. */
export function namesLoopback(host: string): boolean {
  return loopback.test(host);
}

/**
 * Refuses requests under another name than this machine's own. A page of another site can have
 * its name resolve to 127.0.0.1 and would then read the logs through the visitor's browser (DNS
 * rebinding); its name is still in the Host header.
 */
export function guardLoopback(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ headers: { host } }) => {
    if (host === undefined || namesLoopback(host)) return;
    throw new GatewayRefusal(
      403,
      `This server answers on this machine only, not as ${JSON.stringify(host)}. Use http://127.0.0.1 or http://localhost.`,
    );
  });
}
