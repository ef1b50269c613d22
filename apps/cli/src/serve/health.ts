import type { FlowStore } from '@cfw-flow/store';
import type { Health } from '@cfw-flow/types/console';
import type { FastifyInstance } from 'fastify';

/**
 * Says at `/healthz` that the server answers questions. Where the store doesn't, it is answered like a
 * question.
 */
export function serveHealth(server: FastifyInstance, store: FlowStore): void {
  server.get('/healthz', async (_request, reply): Promise<Health> => {
    reply.header('cache-control', 'no-store');
    await store.status();
    return { status: 'ok' };
  });
}
