import { once } from 'node:events';
import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { HOST } from '../defaults.ts';
import { Failure } from '../failure.ts';

/**
 * Checks that a port is free: better reported before an hour of loading than after.
 *
 * @throws {@link Failure} when it is not
 */
export async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ host: HOST, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    throw listenFailure(port, error);
  }
  probe.close();
  await once(probe, 'close');
}

/**
 * Lets a server listen on a port of this machine.
 *
 * @returns its URL
 * @throws {@link Failure} when the port can't be used
 */
export async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: HOST, port });
  } catch (error) {
    throw listenFailure(port, error);
  }
}

function listenFailure(port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new Failure(
      `Port ${port} on ${HOST} is in use, perhaps by another cfw-flow.\n` +
        'Choose another with --port NUMBER, or any that is free with --port 0.',
    );
  }
  if (code === 'EACCES') {
    return new Failure(
      `This user may not listen on port ${port}. Choose one above 1023 with --port NUMBER.`,
    );
  }
  return error;
}
