import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What is used of Verdaccio, which is installed with the runtimes, after the code is checked. */
interface Verdaccio {
  runServer(config: object): Promise<Server>;
}

/** A package registry of this machine alone, gone with its folder. */
export interface LocalRegistry {
  url: string;
  close(): void;
}

/**
 * Starts a registry that takes our packages from anybody who can reach it, which is this machine, and
 * fetches all others from `upstream`.
 *
 * @param folder - where it keeps packages
 * @param upstream - the registry that the user has
 */
export async function startRegistry(folder: string, upstream: string): Promise<LocalRegistry> {
  const ours = { access: '$all', publish: '$all', unpublish: '$all' };
  const verdaccio = import.meta.resolve('verdaccio');
  const { runServer } = (await import(verdaccio)) as Verdaccio;
  const server = await runServer({
    storage: join(folder, 'storage'),
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    uplinks: { upstream: { url: upstream, maxage: '1d' } },
    packages: {
      '@cfw-flow/*': ours,
      'cfw-flow': ours,
      '**': { access: '$all', proxy: 'upstream' },
    },
    // The engine is some 70 MB.
    max_body_size: '100mb',
    log: { type: 'stdout', level: 'fatal' },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
