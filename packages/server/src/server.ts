import type { Asset, FlowStore } from '@cfw-flow/store';
import type { FastifyInstance } from 'fastify';
import { addOperations, createGuardedServer, type GuardOptions } from './guarded-server.ts';
import { operationRoutes } from './operations/index.ts';

/** What a server is made of. */
export interface ServerOptions extends GuardOptions {
  /** Where the flows are. */
  store: FlowStore;
  /** Project whose firewalls the flows are of, 32 hexadecimal digits. */
  projectId: string;
  /**
   * What is said of an address, in its canonical spelling, in records of `src_ip` and `dst_ip` and in
   * those of flow-detail. Asked for every answer, so that what changes is seen at once; nothing is said
   * when left out.
   */
  asset?: (address: string) => Asset | undefined;
  /** The time that `range` counts back from, milliseconds since 1970 UTC; the clock when left out. */
  now?: () => number;
}

/**
 * A server of the operations over traffic logs. It does not listen yet, and takes further routes until
 * it does.
 *
 * @example
 * ```ts
 * import { createServer } from '@cfw-flow/server';
 * import { openMemoryStore } from '@cfw-flow/store/testing';
 *
 * const store = openMemoryStore(); // for tests; @cfw-flow/store-duckdb keeps flows
 * const server = createServer({ store, projectId: 'a16df7cf1d094befa6bbc72cbf51e93a' });
 * await server.listen({ host: '127.0.0.1', port: 8239 });
 * ```
 *
 * @group Start here
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const server = createGuardedServer(options);
  addOperations(server, operationRoutes(options));
  return server;
}
