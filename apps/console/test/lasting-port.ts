import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A free port below those that systems give to whoever asks for any, and to connections: nobody gets it
 * by chance while a server is gone for a while that is to come back at it. No two processes try the same
 * ports at first.
 */
export async function lastingPort(): Promise<number> {
  let port = 20_000 + (process.pid % 10_000);
  while (!(await isFree(port))) port++;
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isListening = once(server.listen(port, '127.0.0.1'), 'listening').then(
    () => true,
    () => false,
  );
  if (!(await isListening)) return false;
  server.close();
  await once(server, 'close');
  return true;
}
