// Tells the test what a snippet of the README does: the call it makes, the port it listens on.
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:net';

globalThis.fetch = async (input, init) => {
  const { method, url, headers } = new Request(input, init);
  process.send?.({ method, url, headers: [...headers] });
  return new Response();
};

subscribe('tracing:net.server.listen:asyncEnd', (message) => {
  const { server } = message as { server: Server };
  process.send?.(server.address());
});
