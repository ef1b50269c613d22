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
    let text = '';
    upstream.on('data', (data: Buffer) => {
      // A status line may come in two pieces.
      text += data.toString('latin1');
      for (let found; (found = /HTTP\/1\.1 (\d{3}) /.exec(text)) !== null;) {
        statuses.push(Number(found[1]));
        text = text.slice(found.index + found[0].length);
      }
    });
    client.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => client.destroy()).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, statuses, close: () => void server.close() };
}
