import { type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine, openMemoryStore } from '@cfw-flow/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from '../server.ts';

const project = 'a16df7cf1d094befa6bbc72cbf51e93a';
const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const noon = Date.UTC(2025, 6, 1, 12);

const small: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  dst_ip: '192.0.2.80',
  dst_port: 53,
  protocol: 'UDP',
  app: 'DNS',
  to_s_bytes: 1n,
  to_c_bytes: 1n,
  end_time: noon,
};
const large: FlowRecord = {
  ...small,
  src_ip: '10.0.0.6',
  protocol: 'TCP',
  app: 'HTTPS',
  to_c_bytes: 2n ** 53n,
};

const store = openMemoryStore();
const server = createServer({ store, projectId: project, now: () => noon + 1000 });

beforeAll(async () => {
  const lines = [small, small, large].map(ltsLine);
  await store.ingest(textSource('test', 'test', lines), { fw_instance_id: firewall });
});
afterAll(async () => {
  await server.close();
  await store.close();
});

async function top(query: string) {
  const shared = `fw_instance_id=${firewall}&log_type=internet&range=0`;
  const answer = await server.inject(`/v1/${project}/cfw/logs/flow-top?${shared}&${query}`);
  return [answer.statusCode, answer.payload];
}

const data = (lists: string) => [200, `{"data":{${lists}}}`];

it.each([
  ['item=app&order=record', '"app":[{"key":"DNS","value":2},{"key":"HTTPS","value":1}]'],
  [
    'item=app&order=byte',
    '"app":[{"key":"HTTPS","value":9007199254740993},{"key":"DNS","value":4}]',
  ],
  [
    'item=protocol&item=app&order=record&size=1',
    '"protocol":[{"key":"UDP","value":2}],"app":[{"key":"DNS","value":2}]',
  ],
  ['item=app,app&item=app&order=record&size=0', '"app":[]'],
  ['item=dst_host&order=byte', '"dst_host":[]'],
])('%s is answered exactly, each item once', async (query, lists) => {
  expect(await top(query)).toEqual(data(lists));
});

const items =
  'one of src_ip, dst_ip, dst_port, protocol, dst_host, app, dst_region_name, src_region_name';

it.each([
  ['order=record', `Missing parameter item. It takes at most 8 values, each ${items}.`],
  ['item=app', 'Missing parameter order. It takes one of record, byte.'],
  ['item=app&order=bytes', 'Invalid parameter order: "bytes". It takes one of record, byte.'],
  [
    'item=app,risk_ip&order=byte',
    `Invalid parameter item: "app,risk_ip". It takes at most 8 values, each ${items}.`,
  ],
  [
    'item=app&order=byte&size=1001',
    'Invalid parameter size: "1001". It takes an integer from 0 to 1000.',
  ],
])('%s is refused', async (query, message) => {
  const [status, payload] = await top(query);
  expect([status, JSON.parse(String(payload)).error_msg]).toEqual([400, message]);
});
