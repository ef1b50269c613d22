import { createServer } from '@cfw-flow/server';
import type { Asset, StoreWith } from '@cfw-flow/store';
import type { FastifyInstance } from 'fastify';
import { findConsole, serveConsole } from './console-site.ts';
import { serveHealth } from './health.ts';
import { guardLoopback } from './loopback-guard.ts';
import { type ContextOptions, storeContext } from './store-context.ts';

/** What the HTTP server answers from. */
interface HttpServerOptions extends ContextOptions {
  store: StoreWith;
  project: string;
  asset: (address: string) => Asset | undefined;
  /** The time that `range` counts back from; the clock when left out. */
  now?: () => number;
}

/** A server that doesn't listen yet. */
interface HttpServer {
  server: FastifyInstance;
  /** Whether the console is built; without it, its page says how to build it. */
  hasConsole: boolean;
}

/** Creates the server of the endpoint and the console, which answers on this machine only. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { store, project: projectId, asset, now } = options;
  const server = createServer({ store, projectId, asset, now });
  guardLoopback(server);
  serveHealth(server, store);
  const files = findConsole();
  await serveConsole(server, { context: storeContext(store, projectId, options), files });
  return { server, hasConsole: files !== undefined };
}
