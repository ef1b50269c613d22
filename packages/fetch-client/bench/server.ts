import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StatisticServer {
  endpoint: string;
  /** Length of every answer. */
  bytes: number;
  /** What every answer says in `total`. */
  total: number;
  close: () => void;
}

/** A server on this machine that gives every request the same statistic of 17 KB. */
export async function startServer(): Promise<StatisticServer> {
  const records = Array.from({ length: 60 }, (_, index) => group(index));
  const total = records.length;
  const body = JSON.stringify({ data: { records, total } });
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${port}`, bytes: Buffer.byteLength(body), total, close };
}

function group(index: number): object {
  return {
    item: `host-${index}.service.example`,
    sessions: 1000 - index,
    request_byte: 5357 * index,
    response_byte: 4862 * index,
    last_time: 1_751_355_533_000,
    apps: [{ key: 'HTTPS', value: 900 - index }],
    ports: [{ key: '443', value: 900 - index }],
    src_ip: [{ key: `192.0.2.${index}`, value: 7 }],
    dst_ip: [{ key: `198.51.100.${index}`, value: 9 }],
  };
}
