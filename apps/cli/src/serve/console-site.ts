import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ConsoleContext } from '@cfw-flow/types/console';
import type { FastifyInstance } from 'fastify';

/** What the console needs to use the API. */
export interface ConsoleSite {
  /** Tells what there is to ask about. */
  context: () => Promise<ConsoleContext>;
  /** Folder of the console's built files; undefined when it isn't built. */
  files: string | undefined;
}

/**
 * The folder of the console's built files: beside the published program, or the console's own
 * build in a checkout.
 */
export function findConsole(): string | undefined {
  const here = import.meta.dirname;
  const folder = import.meta.filename.endsWith('.ts')
    ? path.join(here, '../../../console/dist')
    : path.join(here, 'console');
  return existsSync(path.join(folder, 'index.html')) ? folder : undefined;
}

const YEAR_SECONDS = 31_536_000;

const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

const notBuilt = `The console is not built, so there is no page to show here. The API works.

To build the console, run this at the root of the checkout and load this page again:

  npx -y pnpm@12 turbo run build --filter=@cfw-flow/console

`;

/** Serves the console at `/`, and at `/console/context.json` what there is to ask about. */
export async function serveConsole(server: FastifyInstance, site: ConsoleSite): Promise<void> {
  const { context, files } = site;
  server.get('/console/context.json', async (_request, reply): Promise<ConsoleContext> => {
    reply.header('cache-control', 'no-store');
    return context();
  });
  if (files === undefined) {
    server.get('/', (_request, reply) => {
      reply.code(503).headers({ ...pageHeaders, 'cache-control': 'no-store' });
      return reply.type('text/plain; charset=utf-8').send(notBuilt);
    });
    return;
  }
  const assets = path.join(files, 'assets') + path.sep;
  await server.register(fastifyStatic, {
    root: files,
    // The build of the console has them beside the files.
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, file) {
      // Vite names the files in assets/ by their content, so they never change.
      const caching = file.startsWith(assets)
        ? `public, max-age=${YEAR_SECONDS}, immutable`
        : 'no-cache';
      reply.headers({ ...pageHeaders, 'cache-control': caching });
    },
  });
}
