// The requests of Huawei Cloud's Terraform provider (`huaweicloud_cfw_flow_log_trend` and
// `huaweicloud_cfw_flow_log_statistic_detail`), whose acceptance tests
// ask for what is asserted here to be set.
import { type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine, openMemoryStore } from '@cfw-flow/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../server.ts';
import { exchange } from '../testing/exchange.ts';

const project = 'a16df7cf1d094befa6bbc72cbf51e93a';
const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const gateway = '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c11';
const start = 1_774_730_600_349;
const end = 1_775_076_220_000;

const flow: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'vpc',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  src_vpc: 'test1',
  dst_ip: '100.93.4.158',
  dst_vpc: 'test3',
  dst_port: 443,
  protocol: 'TCP',
  app: 'HTTPS',
  vgw_id: gateway,
  to_s_bytes: 100n,
  to_c_bytes: 900n,
  end_time: start + 1000,
};
const flows: FlowRecord[] = [
  flow,
  { ...flow, direction: 'out2in', src_vpc: 'test3', dst_vpc: 'test2', dst_ip: '10.0.0.6' },
  { ...flow, src_vpc: 'test4' },
  { ...flow, log_type: 'internet' },
];

const store = openMemoryStore();
const server = createServer({ store, projectId: project });
let origin: string;

beforeAll(async () => {
  await store.ingest(textSource('test', 'test', flows.map(ltsLine)), { fw_instance_id: firewall });
  origin = await server.listen({ port: 0 });
});
afterAll(async () => {
  await server.close();
  await store.close();
});

/** The data of the answer to a query, which is sent as it is, byte for byte. */
async function ask<Data>(operation: string, query: string): Promise<Data> {
  const path = `/v1/${project}/cfw/logs/${operation}?fw_instance_id=${firewall}&${query}`;
  const head = `Host: ${new URL(origin).host}\r\nAccept: application/json\r\nConnection: close`;
  const answer = await exchange(origin, `GET ${path} HTTP/1.1\r\n${head}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).data as Data;
}

describe('flow_log_trend', () => {
  interface Trend {
    records: { agg_time: number; in_bps: number; out_bps: number }[];
  }

  // The window has four days, which are cut every half hour of the clock.
  const halfHour = 1_800_000;
  const seconds = (halfHour - (start % halfHour)) / 1000;
  const rate = (bytes: number) => (bytes * 8) / seconds;

  it.each([
    // Its own test: a range beside a window, two VPCs that are no UUIDs, and no direction, which it
    // never sends.
    ['vpc=test1&vpc=test2', rate(1000), rate(1000)],
    ['vpc=test2', rate(100), rate(900)],
    [`vgw_id=${gateway}&asset_type=private&ip=10.0.0.6&vpc=test2`, rate(100), rate(900)],
    [`vgw_id=${gateway}&vgw_id=${firewall}&ip=10.0.0.6&ip=10.0.0.5`, rate(1900), rate(1100)],
    ['vpc=test5', 0, 0],
  ])('%s', async (filters, in_bps, out_bps) => {
    const window = `range=0&start_time=${start}&end_time=${end}`;
    const { records } = await ask<Trend>('flow-trend', `log_type=vpc&${window}&${filters}`);
    expect(records[0]!.agg_time).toBe(start);
    expect(records[0]!.in_bps).toBeCloseTo(in_bps);
    expect(records[0]!.out_bps).toBeCloseTo(out_bps);
  });
});

describe('flow_log_statistic_detail', () => {
  const window = `range=2&direction=in2out&start_time=${start}&end_time=${end}&asset_type=private`;

  it.each([
    ['dst_ip', '100.93.4.158', 1],
    ['dst_ip', '100.93.4.159', 0],
  ])('item=%s&value=%s', async (item, value, sessions) => {
    const query = `log_type=internet&item=${item}&value=${value}&${window}`;
    expect(await ask('flow-detail', query)).toMatchObject({
      app_count: sessions,
      bytes: sessions * 1000,
      dst_ip_count: sessions,
      records: Array.from({ length: sessions }, () => ({ sessions: 1, bytes: 1000 })),
    });
  });
});
