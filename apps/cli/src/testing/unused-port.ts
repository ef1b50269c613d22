import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The last port that `fetch` and browsers refuse to ask, whoever listens there. */
const lastRefused = 10_080;

/** Ports that were tried: none is given twice. */
const tried = new Set<number>();

/**
 * A port on which nobody listens, each time another one. It is none that a system gives to those who ask
 * for any: another test, or a connection, can't get it before it is used.
 */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(lastRefused + 1, 30_000);
    if (tried.has(port)) continue;
    tried.add(port);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
