import { type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine, openMemoryStore } from '@cfw-flow/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../server.ts';

const project = 'a16df7cf1d094befa6bbc72cbf51e93a';
const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2025, 6, 1, 12);

const outbound: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'vpc',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  src_vpc: 'd644a32b-3c0a-4a38-9d4b-3f1f5a0f4c11',
  dst_ip: '2001:db8::80',
  protocol: 'TCP',
  to_s_bytes: 100n,
  to_c_bytes: 900n,
  end_time: noon - 61_000,
};
const inbound: FlowRecord = {
  ...outbound,
  direction: 'out2in',
  src_ip: '198.51.100.7',
  src_vpc: 'office',
  dst_ip: '10.0.0.6',
  to_s_bytes: 30n,
  to_c_bytes: 6n,
  end_time: noon - 30_000,
};

const store = openMemoryStore();
// 7 s and 250 ms after noon: now is noon and 7 s.
const server = createServer({ store, projectId: project, now: () => noon + 7250 });

beforeAll(async () => {
  const lines = [outbound, inbound].map(ltsLine);
  await store.ingest(textSource('test', 'test', lines), { fw_instance_id: firewall });
});
afterAll(async () => {
  await server.close();
  await store.close();
});

interface Point {
  agg_time: number;
  in_bps: number;
  out_bps: number;
}

async function trend(query: string) {
  const answer = await server.inject(
    `/v1/${project}/cfw/logs/flow-trend?fw_instance_id=${firewall}&log_type=vpc&${query}`,
  );
  const body = answer.json<{
    data: { records: Point[]; total: number };
    error_code?: string;
    error_msg?: string;
  }>();
  return { status: answer.statusCode, ...body };
}

/** The records that have traffic. */
async function busy(query: string) {
  const { status, data } = await trend(query);
  expect(status).toBe(200);
  return data.records.filter(({ in_bps, out_bps }) => in_bps > 0 || out_bps > 0);
}

describe('the trend of the last hour', () => {
  it('has a record for each minute of the clock, and for what is left at both ends', async () => {
    const { data } = await trend('range=0');
    const times = data.records.map(({ agg_time }) => agg_time);
    expect(data.total).toBe(61);
    expect([times[0], times[1], times.at(-1)]).toEqual([
      noon - hour + 7000,
      noon - hour + minute,
      noon,
    ]);
  });

  it('tells what came to the assets and what left them in bits per second', async () => {
    expect(await busy('range=0')).toEqual([
      { agg_time: noon - 2 * minute, in_bps: (900 * 8) / 60, out_bps: (100 * 8) / 60 },
      { agg_time: noon - minute, in_bps: (30 * 8) / 60, out_bps: (6 * 8) / 60 },
    ]);
  });

  it('reckons a part that is shorter by its own seconds', async () => {
    const window = `start_time=${noon - 2 * minute}&end_time=${noon - 29_000}`;
    expect((await busy(window))[1]).toEqual({
      agg_time: noon - minute,
      in_bps: (30 * 8) / 31,
      out_bps: (6 * 8) / 31,
    });
  });
});

describe('the width of the parts', () => {
  it.each([
    ['range=1', 5 * minute],
    ['range=2', hour],
    [`start_time=${noon}&end_time=${noon + 6 * hour}`, minute],
    [`start_time=${noon}&end_time=${noon + 6 * hour + 1}`, 5 * minute],
    [`start_time=${noon}&end_time=${noon + 3 * day}`, 5 * minute],
    [`start_time=${noon}&end_time=${noon + 7 * day}`, 30 * minute],
    [`range=0&start_time=${noon}&end_time=${noon + 31 * day}`, 30 * minute],
    [`start_time=${noon}&end_time=${noon + 366 * day}`, 6 * hour],
    [`start_time=${noon}&end_time=${noon + 1499 * day}`, day],
    [`start_time=0&end_time=${Number.MAX_SAFE_INTEGER}`, 69_547 * day],
  ])('of %s is %d ms, and there are at most 1,500', async (query, width) => {
    const { data } = await trend(query);
    const [, second, third] = data.records;
    expect(third!.agg_time - second!.agg_time).toBe(width);
    expect(second!.agg_time % width).toBe(0);
    expect(data.records.length).toBeLessThanOrEqual(1500);
  });
});

describe('filters', () => {
  it.each([
    ['ip=10.0.0.5', [noon - 2 * minute]],
    ['ip=2001:DB8:0::80', [noon - 2 * minute]],
    ['ip=10.0.0.6,10.0.0.5', [noon - 2 * minute, noon - minute]],
    ['ip=10.0.0.6&ip=10.0.0.5', [noon - 2 * minute, noon - minute]],
    ['ip=192.0.2.1', []],
    ['vpc=office', [noon - minute]],
    ['vpc=office&ip=10.0.0.5', []],
    ['vpc=tf_test_vpc_1&vpc=tf_test_vpc_2', []],
    ['direction=in2out', [noon - 2 * minute]],
    ['asset_type=open_port', [noon - minute]],
  ])('%s', async (query, times) => {
    expect((await busy(`range=0&${query}`)).map(({ agg_time }) => agg_time)).toEqual(times);
  });

  it.each([
    [
      'no address',
      'ip=10.0.0.256',
      'Invalid parameter ip: "10.0.0.256". It takes at most 100 values, each an IPv4 or IPv6 address.',
    ],
    [
      'an empty address',
      'ip=',
      'Invalid parameter ip: "". It takes at most 100 values, each an IPv4 or IPv6 address.',
    ],
    [
      'an empty VPC',
      'vpc=',
      'Invalid parameter vpc: "". It takes at most 100 values, each 1 to 256 characters.',
    ],
  ])('refuse %s', async (_, query, message) => {
    const { status, error_code, error_msg } = await trend(`range=0&${query}`);
    expect([status, error_code, error_msg]).toEqual([400, 'CFW.00200003', message]);
  });

  it('refuse more than 100 addresses', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `ip=10.0.0.${at}`).join('&');
    expect(await trend(`range=0&${many}`)).toMatchObject({ status: 400 });
    expect(await trend(`range=0&${many.replace('&ip=10.0.0.100', '')}`)).toMatchObject({
      status: 200,
    });
  });
});

it('a firewall that is not there is refused, and a quiet one is not', async () => {
  const path = `/v1/${project}/cfw/logs/flow-trend`;
  const unknown = await server.inject(
    `${path}?fw_instance_id=${firewall.replace('c', '0')}&log_type=vpc&range=0`,
  );
  expect(unknown.json()).toMatchObject({ error_code: 'CFW.00200005' });
  const quiet = await server.inject(`${path}?fw_instance_id=${firewall}&log_type=nat&range=0`);
  expect(quiet.json<{ data: { total: number } }>().data.total).toBe(61);
});
