import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import {
  type AskOptions,
  type FlowRecord,
  type FlowStore,
  type ReadSegment,
  type Operation,
  type Query,
  type StoreCapabilities,
  StoreError,
  type StoreErrorCode,
  textSource,
} from '@cfw-flow/store';
import { oracle, ltsLine, openMemoryStore } from '@cfw-flow/store/testing';
import { Item } from '@cfw-flow/types';
import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer } from './index.ts';
import { exchange } from './testing/exchange.ts';
import { project, storeWith } from './testing/flow-stores.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const gateway = '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c11';
const otherGateway = '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c12';
const path = `/v1/${project}/cfw/logs/flow-statistic`;
const day = 86_400_000;
const now = 1_751_355_533_000 + 1000;

/** Eleven flows that add up to the answer on the official page. */
const pageFlows: FlowRecord[] = Array.from({ length: 11 }, (_, index) => ({
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '192.168.0.7',
  src_port: 50_000 + index,
  dst_ip: '198.51.100.20',
  dst_port: 8080,
  protocol: 'TCP',
  app: 'HTTP',
  dst_host: 'www.test.com',
  to_s_bytes: 487n,
  to_c_bytes: 442n,
  end_time: 1_751_355_533_000 - index * 3_600_000,
}));

/** A byte count that a double can't hold, and flows of two gateways. */
const otherFlows: FlowRecord[] = [
  {
    ...pageFlows[0]!,
    log_type: 'vgw',
    vgw_id: gateway,
    to_s_bytes: 2n ** 63n - 1n,
    to_c_bytes: 2n ** 53n + 1n,
  },
  { ...pageFlows[0]!, log_type: 'vgw', vgw_id: otherGateway, src_ip: '192.168.0.8' },
  { ...pageFlows[0]!, log_type: 'vgw', src_ip: '192.168.0.9' },
];

const logged: string[] = [];
const log = new Writable({
  write(chunk: Buffer, _encoding, done) {
    logged.push(chunk.toString());
    done();
  },
});

let store: FlowStore;
let server: FastifyInstance;
let origin: string;

beforeAll(async () => {
  store = openMemoryStore();
  const lines = [...pageFlows, ...otherFlows].map(ltsLine);
  await store.ingest(textSource('test', 'test', lines), { fw_instance_id: firewall });
  server = createServer({ store, projectId: project, now: () => now, log });
  server.get('/broken', () => {
    throw new Error('a secret detail');
  });
  server.get<{ Querystring: { code: StoreErrorCode } }>('/store-says', ({ query }) => {
    const details = query.code === 'BUSY' ? { retryAfter: 7 } : {};
    throw new StoreError(query.code, 'Ask about less.', { details });
  });
  origin = await server.listen({ port: 0 });
});

afterAll(async () => {
  await server.close();
  await store.close();
});

async function get(query: string, at = path) {
  const response = await fetch(`${origin}${at}?${query}`);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(contract, 'contract');
function validates(schema: string, body: unknown) {
  const validate = ajv.getSchema(`contract#/components/schemas/${schema}`)!;
  validate(body);
  expect(validate.errors ?? []).toEqual([]);
}

const page = `fw_instance_id=${firewall}&log_type=internet&direction=in2out&item=dst_host&range=2&size=1000`;
const good = `fw_instance_id=${firewall}&log_type=internet&item=dst_host&range=2`;

describe('assets', () => {
  const assets = new Map([
    ['192.168.0.7', { device_name: 'web-1', associate_instance_type: 'ECS', tags: 'web' }],
    ['198.51.100.20', { tags: 'partner' }],
    ['www.test.com', { tags: 'not an address' }],
  ]);

  it('are told of with the records of their addresses, as they are now, and with no other', async () => {
    const other = createServer({
      store,
      projectId: project,
      now: () => now,
      asset: (address) => assets.get(address),
    });
    const record = async (item: string) => {
      const query = `fw_instance_id=${firewall}&log_type=internet&range=2&item=${item}`;
      const answer = await other.inject(`${path}?${query}`);
      const [first] = answer.json<{ data: { records: Record<string, unknown>[] } }>().data.records;
      validates('FlowDetailsVO', first);
      const { device_name, associate_instance_type, tags } = first!;
      return { device_name, associate_instance_type, tags };
    };
    expect(await record('src_ip')).toEqual(assets.get('192.168.0.7'));
    expect(await record('dst_ip')).toEqual({ tags: 'partner' });
    expect(await record('dst_host')).toEqual({});
    assets.set('192.168.0.7', { device_name: 'web-2' } as never);
    expect(await record('src_ip')).toEqual({ device_name: 'web-2' });
    await other.close();
  });
});

describe('an answer', () => {
  it('to the example request of the page carries the values of the page', async () => {
    const { status, body } = await get(page);
    expect(status).toBe(200);
    validates('ListFlowStatisticResp', body);
    const onThePage =
      contract.paths['/v1/{project_id}/cfw/logs/flow-statistic'].get.responses['200'].content[
        'application/json'
      ].examples.domain_names.value.data;
    expect(body.data.total).toBe(onThePage.total);
    expect(body.data.records).toEqual([
      {
        ...onThePage.records[0],
        src_ip: [{ key: '192.168.0.7', value: 11 }],
        dst_ip: [{ key: '198.51.100.20', value: 11 }],
        agg_start_time: now - 7 * day,
        agg_end_time: now,
      },
    ]);
  });

  it.each(Object.values(Item))('about %s is what a scan of all flows gives', async (item) => {
    const { status, body } = await get(`${good.replace('dst_host', item)}`);
    const window = { start: now - 7 * day, end: now };
    const query = {
      fw_instance_id: firewall,
      log_type: 'internet',
      item,
      window,
      size: 5,
    } as const;
    const expected = oracle.listFlowStatistic(pageFlows, query);
    expect(status).toBe(200);
    validates('ListFlowStatisticResp', body);
    expect(body.data).toEqual({
      total: expected.total,
      records: expected.records.map((record) => ({
        ...record,
        request_byte: Number(record.request_byte),
        response_byte: Number(record.response_byte),
        agg_start_time: window.start,
        agg_end_time: window.end,
      })),
    });
  });

  it('writes every digit of a 64-bit integer', async () => {
    const { text } = await get(`${good.replace('internet', 'vgw')}&vgw_id=${gateway}`);
    expect(text).toContain('"request_byte":9223372036854775807');
    expect(text).toContain('"response_byte":9007199254740993');
  });

  it('counts the flows of any of the gateways, repeated or joined by commas', async () => {
    const sessions = async (ids: string) =>
      (await get(`${good.replace('internet', 'vgw')}${ids}`)).body.data.records[0]?.sessions;
    expect(await sessions('')).toBe(3);
    expect(await sessions(`&vgw_id=${gateway}`)).toBe(1);
    expect(await sessions(`&vgw_id=${gateway}&vgw_id=${otherGateway}`)).toBe(2);
    expect(await sessions(`&vgw_id=${gateway},${otherGateway}`)).toBe(2);
  });

  it('holds five records unless the request says otherwise, and none for size 0', async () => {
    expect((await get(`${good}&size=0`)).body.data).toEqual({ records: [], total: 1 });
  });

  it('takes start_time and end_time before range, and range when one of them is missing', async () => {
    const window = async (query: string) => {
      const [record] = (await get(`${good}${query}`)).body.data.records;
      return [record.agg_start_time, record.agg_end_time];
    };
    const last = pageFlows[0]!.end_time;
    expect(await window(`&start_time=${last}&end_time=${last + 1}`)).toEqual([last, last + 1]);
    expect(await window(`&start_time=${last}`)).toEqual([now - 7 * day, now]);
  });

  it('ignores parameters that it does not know', async () => {
    expect((await get(`${good}&colour=blue`)).status).toBe(200);
  });

  it('carries a request id of its own', async () => {
    const ids = await Promise.all([get(good), get(good)]);
    const [first, second] = ids.map(({ headers }) => headers.get('x-request-id'));
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
  });
});

describe('a request that CFW refuses', () => {
  const items = Object.values(Item).join(', ');
  const uuidLike = `a value like ${firewall}, matching ^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`;
  it.each([
    [
      'no range and no window',
      good.replace('&range=2', ''),
      'CFW.00200007',
      'Incorrect time range.',
    ],
    [
      'a start alone',
      `${good.replace('&range=2', '')}&start_time=1`,
      'CFW.00200007',
      'Incorrect time range.',
    ],
    [
      'a window that ends as it starts',
      `${good}&start_time=5&end_time=5`,
      'CFW.00200007',
      'Incorrect time range.',
    ],
    [
      'no item',
      good.replace('&item=dst_host', ''),
      'CFW.00200001',
      `Missing parameter item. It takes one of ${items}.`,
    ],
    [
      'no firewall',
      good.replace(/^[^&]*&/, ''),
      'CFW.00200001',
      `Missing parameter fw_instance_id. It takes ${uuidLike}.`,
    ],
    [
      'an empty item',
      good.replace('dst_host', ''),
      'CFW.00200003',
      `Invalid parameter item: "". It takes one of ${items}.`,
    ],
    [
      'an unknown log type',
      good.replace('internet', 'lan'),
      'CFW.00200003',
      'Invalid parameter log_type: "lan". It takes one of internet, nat, vpc, vgw.',
    ],
    [
      'an item given twice',
      `${good}&item=app`,
      'CFW.00200003',
      `Invalid parameter item given 2 times. It takes one of ${items}.`,
    ],
    [
      'a size over 1000',
      `${good}&size=1001`,
      'CFW.00200003',
      'Invalid parameter size: "1001". It takes an integer from 0 to 1000.',
    ],
    [
      'a negative size',
      `${good}&size=-1`,
      'CFW.00200003',
      'Invalid parameter size: "-1". It takes an integer from 0 to 1000.',
    ],
    [
      'a size in words',
      `${good}&size=ten`,
      'CFW.00200003',
      'Invalid parameter size: "ten". It takes an integer from 0 to 1000.',
    ],
    [
      'a size with an exponent',
      `${good}&size=1e1`,
      'CFW.00200003',
      'Invalid parameter size: "1e1". It takes an integer from 0 to 1000.',
    ],
    [
      'an empty size',
      `${good}&size=`,
      'CFW.00200003',
      'Invalid parameter size: "". It takes an integer from 0 to 1000.',
    ],
    ...['05', '-0', '+5', ' 5'].map((size): [string, string, string, string] => [
      `a size that is written as ${JSON.stringify(size)}`,
      `${good}&size=${encodeURIComponent(size)}`,
      'CFW.00200003',
      `Invalid parameter size: ${JSON.stringify(size)}. It takes an integer from 0 to 1000.`,
    ]),
    [
      'a range of 00',
      good.replace('range=2', 'range=00'),
      'CFW.00200003',
      'Invalid parameter range: "00". It takes one of 0, 1, 2.',
    ],
    [
      'a range of 3',
      good.replace('range=2', 'range=3'),
      'CFW.00200003',
      'Invalid parameter range: "3". It takes one of 0, 1, 2.',
    ],
    [
      'a time beyond 2^53',
      `${good}&start_time=9007199254740993&end_time=9007199254740995`,
      'CFW.00200003',
      'Invalid parameter start_time: "9007199254740993". It takes an integer from 0 to 9007199254740991.',
    ],
    [
      'a firewall that is no id',
      good.replace(firewall, 'abc'),
      'CFW.00200003',
      `Invalid parameter fw_instance_id: "abc". It takes ${uuidLike}.`,
    ],
    [
      'an empty gateway',
      `${good}&vgw_id=`,
      'CFW.00200003',
      `Invalid parameter vgw_id: "". It takes at most 10 values, each ${uuidLike.replace(firewall, gateway)}.`,
    ],
    [
      'an unknown firewall',
      good.replace('c598', '0000'),
      'CFW.00200005',
      `Operation content does not exist: no firewall 0000${firewall.slice(4)} in project ${project}.`,
    ],
  ])('for %s says so', async (_, query, error_code, error_msg) => {
    const { status, body, headers } = await get(query);
    expect({ status, body }).toEqual({ status: 400, body: { error_code, error_msg } });
    validates('ErrorRsp', body);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('for eleven gateways says that ten are the most', async () => {
    const ids = Array.from({ length: 11 }, () => `&vgw_id=${gateway}`).join('');
    const { status, body } = await get(`${good}${ids}`);
    expect(status).toBe(400);
    expect(body.error_code).toBe('CFW.00200003');
    expect(body.error_msg).toMatch(/^Invalid parameter vgw_id: .* It takes at most 10 values/);
    validates('ErrorRsp', body);
  });

  it('for a project id that is none, or of another project, says so', async () => {
    const misspelt = await get(good, path.replace(project, 'my-project'));
    expect(misspelt.body.error_code).toBe('CFW.00200003');
    expect(misspelt.body.error_msg).toContain('project_id: "my-project"');
    const other = await get(good, path.replace(project, project.replace('a16d', '0000')));
    expect(other.body.error_code).toBe('CFW.00200005');
  });

  it.each(['x', '\u0001', '"', '中', '\u{1F600}'])(
    'keeps the message within the 512 characters of the contract, though %j was given 1,000 times',
    async (character) => {
      const { body } = await get(`${good}&vgw_id=${encodeURIComponent(character.repeat(1000))}`);
      validates('ErrorRsp', body);
      expect(body.error_msg).toMatch(/^Invalid parameter vgw_id: ".+…"\. It takes /);
      expect(body.error_msg).not.toMatch(/\p{Surrogate}/u);
    },
  );

  it('for a window whose firewall is known answers with no groups instead', async () => {
    const { status, body } = await get(`${good}&start_time=1&end_time=2`);
    expect(status).toBe(200);
    expect(body).toEqual({ data: { records: [], total: 0 } });
  });
});

describe('a request that the gateway refuses', () => {
  it.each([
    ['GET', '/v1/nothing/here'],
    ['GET', '/'],
    ['POST', path],
  ])('%s %s is told that there is no such API', async (method, at) => {
    const response = await fetch(`${origin}${at}`, { method });
    const body = (await response.json()) as { error_code: string; request_id: string };
    expect(response.status).toBe(404);
    expect(body.error_code).toBe('APIGW.0101');
    expect(body.request_id).toBe(response.headers.get('x-request-id'));
    validates('GatewayError', body);
  });

  it('is answered in the same form when its path is not even a path', async () => {
    const answer = await exchange(
      origin,
      'GET /v1/%zz/cfw/logs/flow-statistic HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"error_code":"APIGW.0201"');
    expect(answer).toMatch(/x-request-id: [0-9a-f]{32}/i);
  });

  it('is answered in the same form when it is not HTTP', async () => {
    const answer = await exchange(origin, 'hello\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"error_code":"APIGW.0201"');
  });

  it('is told when its headers are too large', async () => {
    const answer = await exchange(
      origin,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"error_msg":"Request headers too large."');
  });

  it.each([
    ['DEADLINE', 504, 'Backend timeout. Ask about less.', null],
    ['MEMORY', 503, 'Backend unavailable. Ask about less.', null],
    ['BUSY', 503, 'Backend unavailable. Ask about less.', '7'],
  ] as const)('says what to do when the store answers %s', async (code, status, message, after) => {
    const answer = await get(`code=${code}`, '/store-says');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(after);
    expect(answer.body).toMatchObject({ error_code: 'APIGW.0201', error_msg: message });
    validates('GatewayError', answer.body);
  });

  it('tells that the data are damaged and what to do, but not where, which it logs under its id', async () => {
    const { status, body } = await get('code=DATA_DAMAGED', '/store-says');
    expect(status).toBe(500);
    expect(body).toMatchObject({
      error_code: 'APIGW.0601',
      error_msg: expect.stringMatching(
        /^Internal server error\. The data of this server are damaged\. .*restore a backup/,
      ),
    });
    expect(logged.find((line) => line.includes(body.request_id))).toContain('DATA_DAMAGED');
    expect(body.error_msg).not.toContain('Ask about less');
    validates('GatewayError', body);
  });

  it('tells nothing of what broke inside, which is logged under its id', async () => {
    const { status, body, text } = await get('', '/broken');
    expect(status).toBe(500);
    expect(body.error_code).toBe('APIGW.0601');
    expect(text).not.toContain('secret');
    const entry = logged.find((line) => line.includes(body.request_id));
    expect(entry).toContain('a secret detail');
    validates('GatewayError', body);
  });
});

describe('a server', () => {
  it('closes although a connection was opened and never used', async () => {
    const other = createServer({ store, projectId: project });
    const { port } = new URL(await other.listen({ host: '127.0.0.1', port: 0 }));
    const silent = connect(Number(port), '127.0.0.1');
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    await other.close();
    await closed;
  });

  it.each([
    ['a question', {}],
    ['an explanation', { 'X-Flow-Explain': '1' }],
  ])('ends %s when nobody waits for it any more', async (_, headers) => {
    const asked = Promise.withResolvers<AbortSignal>();
    const ask = (_operation: Operation, _query: Query, options?: AskOptions) => {
      asked.resolve(options!.signal!);
      return new Promise<never>((_, reject) => {
        options!.signal!.addEventListener('abort', () => reject(new Error('ended')));
      });
    };
    const slow = storeWith({ answer: ask, explain: ask });
    const other = createServer({ store: slow, projectId: project, log });
    const at = await other.listen({ host: '127.0.0.1', port: 0 });
    const client = new AbortController();
    const call = fetch(`${at}${path}?${good}`, { signal: client.signal, headers }).catch(
      () => 'left',
    );
    const signal = await asked.promise;
    client.abort();
    expect(await call).toBe('left');
    await vi.waitFor(() => expect(signal.aborted).toBe(true), 60_000);
    await other.close();
    expect(logged.join('')).not.toContain('ended');
  });
});

describe('an explanation', () => {
  async function explained(
    query: string,
    asking: RequestInit['headers'] = { 'X-Flow-Explain': '1' },
  ) {
    const response = await fetch(`${origin}${path}?${query}`, { headers: asking });
    const { headers } = response;
    return {
      status: response.status,
      text: await response.text(),
      path: headers.get('x-flow-explain'),
      timing: headers.get('server-timing'),
    };
  }

  it('comes beside the same answer when it is asked for', async () => {
    const plain = await get(page);
    const told = await explained(page);
    expect([told.status, told.text]).toEqual([200, plain.text]);
    expect(told.path).toBe(`flows;start=${now - 7 * day};end=${now};group_rows=11;detail_rows=0`);
    expect(told.timing).toMatch(/^store;dur=\d+\.\d$/);
  });

  it.each([
    ['nothing', {}],
    ['0', { 'X-Flow-Explain': '0' }],
    ['nothing in it', { 'X-Flow-Explain': '' }],
    ['true', { 'X-Flow-Explain': 'true' }],
    [
      'two values',
      [
        ['X-Flow-Explain', '1'],
        ['X-Flow-Explain', '1'],
      ],
    ],
  ] satisfies [string, RequestInit['headers']][])('does not come for %s', async (_, headers) => {
    const { status, path, timing } = await explained(page, headers);
    expect([status, path, timing]).toEqual([200, null, null]);
  });

  it('does not come from a store that has none, which answers as always', async () => {
    const plain = storeWith({ answer: (operation, query) => store.answer(operation, query) });
    const other = createServer({ store: plain, projectId: project, now: () => now });
    const headers = { 'x-flow-explain': '1' };
    const answer = await other.inject({ url: `${path}?${good}`, headers });
    expect([answer.statusCode, answer.json().data.total]).toEqual([200, 1]);
    expect(answer.headers).not.toHaveProperty('x-flow-explain');
    expect(answer.headers).not.toHaveProperty('server-timing');
    await other.close();
  });

  it('says that flows that never came are answered from nothing', async () => {
    const { status, path } = await explained(good.replace('internet', 'nat'));
    expect([status, path]).toEqual([200, 'none']);
  });

  it('comes with a refusal that the store was asked for, and with no other', async () => {
    const unknown = await explained(good.replace('c598', '0000'));
    expect([unknown.status, unknown.path]).toEqual([400, 'none']);
    const invalid = await explained(`${good}&size=1001`);
    expect([invalid.status, invalid.path]).toEqual([400, null]);
  });

  it('tells rollups, marks what waits, and sums up what has no room', async () => {
    const answer = await store.answer('listFlowStatistic', {
      fw_instance_id: firewall,
      log_type: 'internet',
      item: 'dst_host',
      window: { start: 0, end: now },
      size: 5,
    });
    const days = Array.from({ length: 24 }, (_, index): ReadSegment => ({
      from: 'days',
      start: index * day,
      end: (index + 1) * day,
      groupRows: 10,
      detailRows: 1,
    }));
    const pending = { ...days[0]!, from: 'flows', pending: true } as const;
    const segments = [pending, ...days];
    const other = createServer({
      store: storeWith({
        explain: (async () => ({ answer, segments })) as StoreCapabilities['explain'],
      }),
      projectId: project,
      log,
    });
    const tell = async () => {
      const headers = { 'x-flow-explain': '1' };
      const { headers: told } = await other.inject({ url: `${path}?${good}`, headers });
      return String(told['x-flow-explain']).split(', ');
    };
    const told = await tell();
    expect(told).toHaveLength(21);
    expect(told[1]).toBe(`days;start=${day};end=${2 * day};group_rows=10;detail_rows=1`);
    expect(told.at(-1)).toBe('more;segments=5;group_rows=50;detail_rows=5');
    segments.splice(3);
    expect((await tell()).at(-1)).toBe(
      `flows;start=0;end=${day};group_rows=10;detail_rows=1;pending`,
    );
    await other.close();
  });
});
