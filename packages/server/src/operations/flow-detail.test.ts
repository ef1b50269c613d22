import { type Asset, type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine, openMemoryStore } from '@cfw-flow/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../server.ts';

const project = 'a16df7cf1d094befa6bbc72cbf51e93a';
const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const noon = Date.UTC(2025, 6, 1, 12);

const flow: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  src_port: 40_000,
  dst_ip: '2001:db8::80',
  dst_port: 443,
  protocol: 'TCP',
  app: 'HTTPS',
  dst_host: 'www.example',
  dst_region_name: '中国',
  to_s_bytes: 100n,
  to_c_bytes: 2n ** 63n - 1n,
  start_time: noon - 9000,
  end_time: noon,
};
const flows: FlowRecord[] = [
  flow,
  { ...flow, src_port: 40_001, start_time: noon - 60_000, end_time: noon + 5 },
  { ...flow, src_ip: '10.0.0.6', protocol: 'UDP', app: 'QUIC' },
];

const assets = new Map<string, Asset>([
  ['10.0.0.5', { device_name: 'web-1', associate_instance_type: 'ECS', tags: 'web' }],
  ['2001:db8::80', { device_name: 'partner' }],
]);

const store = openMemoryStore();
const asset = (address: string) => assets.get(address);
const server = createServer({ store, projectId: project, asset, now: () => noon + 60_000 });

beforeAll(async () => {
  await store.ingest(textSource('test', 'test', flows.map(ltsLine)), { fw_instance_id: firewall });
});
afterAll(async () => {
  await server.close();
  await store.close();
});

async function ask(query: string) {
  const shared = `fw_instance_id=${firewall}&log_type=internet&range=0`;
  return server.inject(`/v1/${project}/cfw/logs/flow-detail?${shared}&${query}`);
}

async function detail(item: string, value: string) {
  const answer = await ask(`item=${item}&value=${encodeURIComponent(value)}`);
  expect(answer.statusCode).toBe(200);
  return answer.json<{ data: { sessions: number; records: object[] } }>().data;
}

it('the detail of a group adds up its flows, and its sessions by what they differ in', async () => {
  const { payload } = await ask('item=dst_host&value=www.example');
  // Beyond 2^63, every digit is there.
  expect(payload).toContain(`"response_byte":${3n * (2n ** 63n - 1n)}`);
  expect(payload).toContain(`"bytes":${3n * (2n ** 63n - 1n) + 300n}`);
  expect(JSON.parse(payload)).toMatchObject({
    data: {
      sessions: 3,
      request_byte: 300,
      src_ip_count: 2,
      dst_ip_count: 1,
      dst_port_count: 1,
      app_count: 2,
      start_time: noon - 60_000,
      end_time: noon + 5,
      records: [
        {
          src_ip: '10.0.0.5',
          dst_ip: '2001:db8::80',
          dst_port: '443',
          protocol: 'TCP',
          app: 'HTTPS',
          dst_host: 'www.example',
          dst_region_name: '中国',
          sessions: 2,
          request_byte: 200,
          start_time: noon - 60_000,
          end_time: noon + 5,
          src_device_name: 'web-1',
          src_associate_instance_type: 'ECS',
          dst_device_name: 'partner',
        },
        { src_ip: '10.0.0.6', app: 'QUIC', sessions: 1, dst_device_name: 'partner' },
      ],
    },
  });
});

it.each([
  ['dst_ip', '2001:DB8:0:0::80', 3],
  ['dst_host', 'WWW.Example.', 3],
  ['dst_host', 'www.example..', 3],
  ['dst_region_name', '中国', 3],
  ['dst_port', '443', 3],
  ['protocol', 'UDP', 1],
  ['dst_port', '0443', 0],
  ['dst_port', 'https', 0],
  ['dst_ip', '2001:db8::81', 0],
  ['src_ip', '10.0.0.256', 0],
  ['app', 'https', 0],
  ['app', "'; DROP TABLE flows; --", 0],
  ['app', '\u0000\u0007', 0],
])('%s %s has %d sessions', async (item, value, sessions) => {
  expect((await detail(item, value)).sessions).toBe(sessions);
});

it('a group without flows is answered with sums of 0, no times and no records', async () => {
  expect(await detail('app', 'unknown')).toEqual({
    sessions: 0,
    bytes: 0,
    request_byte: 0,
    response_byte: 0,
    src_ip_count: 0,
    dst_ip_count: 0,
    dst_port_count: 0,
    app_count: 0,
    records: [],
  });
});

describe('a refusal', () => {
  const items =
    'one of src_ip, dst_ip, dst_port, protocol, dst_host, app, dst_region_name, src_region_name';

  it.each([
    ['value=a', 'CFW.00200001', `Missing parameter item. It takes ${items}.`],
    ['item=app', 'CFW.00200001', 'Missing parameter value. It takes 1 to 1024 characters.'],
    [
      'item=risk_ip&value=a',
      'CFW.00200003',
      `Invalid parameter item: "risk_ip". It takes ${items}.`,
    ],
    [
      'item=app&value=',
      'CFW.00200003',
      'Invalid parameter value: "". It takes 1 to 1024 characters.',
    ],
    [
      'item=app&value=a&value=b',
      'CFW.00200003',
      'Invalid parameter value given 2 times. It takes 1 to 1024 characters.',
    ],
    [
      `item=app&value=${'x'.repeat(4000)}`,
      'CFW.00200003',
      `Invalid parameter value: "${'x'.repeat(60)}…". It takes 1 to 1024 characters.`,
    ],
  ])('of %.30s says what is wrong', async (query, error_code, error_msg) => {
    const answer = await ask(query);
    expect([answer.statusCode, answer.json()]).toEqual([400, { error_code, error_msg }]);
  });
});
