import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A port that leads to another one, and notes the statuses of the answers from there. */
export interface Relay {
  port: number;
  statuses: number[];
  close(): void;
}

/** Opens a relay to a server of HTTP on this machine. */
export async function openRelay(to: number): Promise<Relay> {
  const statuses: number[] = [];
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    upstream.on('data', (data) => {
      for (const [, status] of data.toString('latin1').matchAll(/^HTTP\/1\.1 (\d{3}) /gm)) {
        statuses.push(Number(status));
      }
    });
    client.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => client.destroy()).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, statuses, close: () => void server.close() };
}
