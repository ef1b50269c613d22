// What a call costs beside bare `fetch` and `JSON.parse`, and beside the core of the vendor's SDK:
// the same answer of 17 KB from the same server, in turns, in one run.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createClient } from '../src/index.ts';

const rounds = 30;
const callsPerRound = 100;

const records = Array.from({ length: 60 }, (_, index) => ({
  item: `host-${index}.service.example`,
  sessions: 1000 - index,
  request_byte: 5357 * index,
  response_byte: 4862 * index,
  last_time: 1_751_355_533_000,
  apps: [{ key: 'HTTPS', value: 900 - index }],
  ports: [{ key: '443', value: 900 - index }],
  src_ip: [{ key: `192.0.2.${index}`, value: 7 }],
  dst_ip: [{ key: `198.51.100.${index}`, value: 9 }],
}));
const body = JSON.stringify({ data: { records, total: 60 } });

const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const projectId = 'a16df7cf1d094befa6bbc72cbf51e93a';
const path = `/v1/${projectId}/cfw/logs/flow-statistic`;
const query = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  item: 'dst_host',
  range: 2,
  size: 1000,
} as const;
const search = new URLSearchParams(
  Object.entries(query).map(([name, value]) => [name, `${value}`]),
);
const credentials = { accessKey: 'AccessKey', secretKey: 'SecretKey' };

const bare = async () => {
  const response = await fetch(`${endpoint}${path}?${search}`);
  JSON.parse(await response.text());
};
const plain = createClient({ endpoint, projectId });
const signed = createClient({ endpoint, projectId, credentials });
const contenders: [name: string, call: () => PromiseLike<unknown>][] = [
  ['bare fetch + JSON.parse', bare],
  ['fetch-client', () => plain.listFlowStatistic(query)],
  ['fetch-client, signed', () => signed.listFlowStatistic(query)],
  ["vendor's core, signed", vendorCall()],
];

const times = contenders.map(() => [] as number[]);
for (let round = -3; round < rounds; round++) {
  for (const [index, [, call]] of contenders.entries()) {
    const begin = performance.now();
    for (let count = 0; count < callsPerRound; count++) await call();
    if (round >= 0) times[index]!.push((performance.now() - begin) / callsPerRound);
  }
}
server.close();
server.closeAllConnections();

const baseline = median(times[0]!);
console.log(`${body.length} bytes, ${rounds} rounds of ${callsPerRound} calls, median`);
for (const [index, [name]] of contenders.entries()) {
  const time = median(times[index]!);
  const ratio = (time / baseline).toFixed(2);
  console.log(`${name.padEnd(26)} ${(time * 1000).toFixed(0).padStart(6)} µs  ${ratio} ×`);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function vendorCall(): () => Promise<unknown> {
  const require = createRequire(import.meta.url);
  const { BasicCredentials } = require('@huaweicloud/huaweicloud-sdk-core') as {
    BasicCredentials: new () => VendorCredentials;
  };
  const { ClientBuilder } = require('@huaweicloud/huaweicloud-sdk-core/ClientBuilder') as {
    ClientBuilder: new (init: (client: VendorClient) => VendorClient) => VendorBuilder;
  };
  const identity = new BasicCredentials()
    .withAk(credentials.accessKey)
    .withSk(credentials.secretKey)
    .withProjectId(projectId);
  const client = new ClientBuilder((built) => built)
    .withCredential(identity)
    .withEndpoint(endpoint)
    .build();
  return () =>
    client.sendRequest({
      method: 'GET',
      url: '/v1/{project_id}/cfw/logs/flow-statistic',
      contentType: 'application/json',
      queryParams: { ...query },
      pathParams: { project_id: projectId },
      headers: {},
    });
}

interface VendorClient {
  sendRequest(request: object): Promise<unknown>;
}
interface VendorBuilder {
  withCredential(credentials: VendorCredentials): VendorBuilder;
  withEndpoint(endpoint: string): VendorBuilder;
  build(): VendorClient;
}
interface VendorCredentials {
  withAk(text: string): VendorCredentials;
  withSk(text: string): VendorCredentials;
  withProjectId(text: string): VendorCredentials;
}
