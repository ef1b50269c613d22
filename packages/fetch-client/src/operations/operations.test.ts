import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { describe, expect, expectTypeOf, it } from 'vitest';
import { answering, failureOf, listen } from '../../test/local-server.ts';
import { projectId } from '../../test/question.ts';
import {
  CfwResponseError,
  createCaller,
  createClient,
  type FlowDetail,
  type FlowStatistic,
  type FlowTop,
  type FlowTrend,
  last,
  listFlowStatistic,
  type ListFlowStatisticQuery,
  listSeveral,
  showFlowDetail,
  showFlowTop,
  showFlowTrend,
} from '../index.ts';
import * as operations from './index.ts';

interface Schema {
  $ref?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number';
  properties?: Record<string, Schema>;
  items?: Schema;
}

const schemas = contract.components.schemas as unknown as Record<string, Schema>;
const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1)!]!;

/** The operations of the contract: where each is, what a good answer to it has as `data`. */
const contracts = Object.entries(contract.paths).map(([path, { get }]) => {
  const json = get.responses['200'].content['application/json'];
  const { properties } = resolved(json.schema);
  return {
    id: get.operationId as keyof typeof operations,
    path,
    data: resolved(properties!['data']!),
    examples: Object.values(json.examples).map(({ value }) => JSON.stringify(value)),
  };
});

/** What every operation takes beside its own. */
const common = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  range: 2,
} as const;

const query = {
  ...common,
  item: ['src_ip', 'app'],
  value: 'DNS',
  order: 'byte',
  ip: undefined,
} as never;

describe.each(contracts)('$id', ({ id, path, data, examples }) => {
  it('asks what it is asked at the path of the contract, as a method and as a function', async () => {
    const { endpoint, requests } = await listen(answering(examples[0]!));
    const fromMethod = await createClient({ endpoint, projectId })[id](query);
    const fromFunction = await { ...operations }[id](createCaller({ endpoint, projectId }), query);
    expect(fromFunction).toEqual(fromMethod);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    for (const { url } of requests) {
      expect(url).toBe(
        `${path.replace('{project_id}', projectId)}?fw_instance_id=${common.fw_instance_id}` +
          '&log_type=internet&range=2&item=src_ip&item=app&value=DNS&order=byte',
      );
    }
  });

  it('tells the examples of the contract as they are', async () => {
    for (const example of examples) {
      const { endpoint } = await listen(answering(example, 200, { 'X-Request-Id': 'r-1' }));
      const whole = await createClient({ endpoint, projectId })[id](query).withResponse();
      expect({ data: whole.data }).toEqual(JSON.parse(example));
      expect(whole.response).toMatchObject({ status: 200, requestId: 'r-1' });
    }
  });

  it('takes an answer with every field of the contract, and fields that it does not know', async () => {
    const sample = { ...(sampleOf(data) as object), news: { of: ['the', 'cloud'] } };
    // Every field of flow-top is an item.
    if (id === 'showFlowTop') Reflect.deleteProperty(sample, 'news');
    const { endpoint } = await listen(answering(JSON.stringify({ data: sample })));
    expect(await createClient({ endpoint, projectId })[id](query)).toEqual(sample);
  });

  it('refuses every field that is of another kind, and says which and what it is', async () => {
    let body = '';
    const { endpoint } = await listen((_, response) => void response.end(body));
    const client = createClient({ endpoint, projectId });
    const fields = fieldsOf(data);
    expect(fields.length).toBeGreaterThan(3);
    for (const { field, steps, kind } of fields) {
      for (const wrong of wrongValues[kind]) {
        body = JSON.stringify({ data: withValue(sampleOf(data), steps, wrong) });
        const error = await failureOf(client[id](query));
        expect(error).toBeInstanceOf(CfwResponseError);
        expect((error as Error).message).toContain(
          `data${field} is ${JSON.stringify(wrong)}, not a`,
        );
      }
    }
  });

  it.each(['{}', '[]', 'null', '5', '"x"', '{"data":null}', '{"data":[]}', '{"data":7}'])(
    'refuses %s, which has no data',
    async (body) => {
      const { endpoint } = await listen(answering(body));
      const error = await failureOf(createClient({ endpoint, projectId })[id](query));
      expect(error).toBeInstanceOf(CfwResponseError);
      expect((error as Error).message).toMatch(/^HTTP 200 came with JSON where data is/);
    },
  );
});

describe('a statistic', () => {
  it.each([
    ['{"total":-1,"records":[]}', 'data.total is -1, not an integer from 0'],
    ['{"total":1.5,"records":[]}', 'data.total is 1.5, not an integer from 0'],
    ['{"total":1e999,"records":[]}', 'data.total is null, not an integer from 0'],
    ['{"records":[]}', 'data.total is missing'],
    ['{"total":1}', 'data.records is missing'],
    ['{"total":1,"records":[[]]}', 'data.records[0] is [], not an object'],
    ['{"total":1,"records":[null]}', 'data.records[0] is null, not an object'],
    ['{"total":1,"records":[{}]}', 'data.records[0].item is missing'],
    ['{"total":1,"records":[{"item":5}]}', 'data.records[0].item is 5, not a string'],
    [
      '{"total":2,"records":[{"item":"a"},{"item":"b","sessions":"x"}]}',
      'data.records[1].sessions is "x", not an integer from 0',
    ],
    [
      '{"total":1,"records":[{"item":"a","apps":[{"key":"b","value":"c"}]}]}',
      'data.records[0].apps[0].value is "c", not an integer from 0',
    ],
  ])('%s is refused: %s', async (data, fault) => {
    const { endpoint } = await listen(
      answering(`{"data":${data}}`, 200, { 'X-Request-Id': 'r-1' }),
    );
    const client = createClient({ endpoint, projectId });
    const error = await failureOf(client.listFlowStatistic({ ...common, item: 'app' }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect(error).toMatchObject({ status: 200, requestId: 'r-1' });
    expect((error as Error).message).toMatch(`HTTP 200 came with JSON where ${fault}`);
  });

  it('may lack what a group need not have, or have null in its place', async () => {
    const data = { total: 1, records: [{ item: 'a', sessions: 1, region: null, apps: null }] };
    const { endpoint } = await listen(answering(JSON.stringify({ data })));
    const client = createClient({ endpoint, projectId });
    expect(await client.listFlowStatistic({ ...common, item: 'app' })).toEqual(data);
  });
});

it('a client has a method for every operation of the contract, and no other', () => {
  const { request, ...methods } = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
  expect(request).toBeInstanceOf(Function);
  expect(Object.keys(methods).sort()).toEqual(contracts.map(({ id }) => id).sort());
});

it('types say what an operation is asked and answers', async () => {
  const caller = createCaller({ endpoint: 'http://127.0.0.1:9', projectId });
  const exact = createClient({ endpoint: 'http://127.0.0.1:9', projectId, integers: 'bigint' });
  const calls = [
    () => {
      const call = listFlowStatistic(caller, { ...common, item: 'app' });
      expectTypeOf(call).resolves.toEqualTypeOf<FlowStatistic>();
    },
    () => {
      const call = showFlowTrend(caller, { ...common, ip: ['192.0.2.1'] });
      expectTypeOf(call).resolves.toEqualTypeOf<FlowTrend>();
    },
    () => {
      const call = showFlowDetail(caller, { ...common, item: 'app', value: 'DNS' });
      expectTypeOf(call).resolves.toEqualTypeOf<FlowDetail>();
    },
    () => {
      const call = exact.showFlowTop({ ...common, item: ['app'], order: 'byte' });
      expectTypeOf(call).resolves.toEqualTypeOf<FlowTop<'bigint'>>();
      expectTypeOf((async () => (await call).app![0]!.value)()).resolves.toEqualTypeOf<
        number | bigint
      >();
    },
    // @ts-expect-error An item of statistics alone.
    () => showFlowDetail(caller, { ...common, item: 'risk_ip', value: '192.0.2.1' }),
    // @ts-expect-error The value is missing.
    () => showFlowDetail(caller, { ...common, item: 'app' }),
    // @ts-expect-error The order is missing.
    () => showFlowTop(caller, { ...common, item: ['app'] }),
    // @ts-expect-error Several items are a list.
    () => showFlowTop(caller, { ...common, item: 'app', order: 'byte' }),
  ];
  expect(calls).toHaveLength(8);
});

it('a query without a window does not compile, nor one with a part of it', () => {
  const { range, ...rest } = common;
  const times = { start_time: 1, end_time: 2 };
  const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
  const ask = (query: ListFlowStatisticQuery) => query;
  const item = 'app';
  const queries = [
    ask({ ...rest, item, range }),
    ask({ ...rest, item, ...times }),
    ask({ ...rest, item, ...times, range }),
    ask({ ...rest, item, ...last('6h') }),
    ask({ ...common, ...last('6h'), item }),
    ask({ ...rest, item, ...times, range: undefined }),
    // @ts-expect-error No window.
    ask({ ...rest, item }),
    // @ts-expect-error A start without an end.
    ask({ ...rest, item, start_time: 1 }),
    // @ts-expect-error An end without a start.
    ask({ ...rest, item, end_time: 2 }),
    // @ts-expect-error The start is of no use here.
    ask({ ...rest, item, range, start_time: 1 }),
    // @ts-expect-error What may be undefined is no window.
    ask({ ...rest, item, range: undefined }),
  ];
  expect(queries).toHaveLength(11);
  const others = [
    // @ts-expect-error No window.
    () => client.showFlowTrend(rest),
    // @ts-expect-error A start without an end.
    () => client.showFlowDetail({ ...rest, item, value: 'DNS', start_time: 1 }),
    // @ts-expect-error An end without a start.
    () => client.showFlowTop({ ...rest, item: [item], order: 'byte', end_time: 1 }),
    // @ts-expect-error No window.
    () => listSeveral(client, [item], rest),
    () => listSeveral(client, [item], { ...rest, ...times }),
  ];
  expect(others).toHaveLength(5);
});

/** A value of a schema, with all that it may have. */
function sampleOf(schema: Schema): unknown {
  const { type, properties = {}, items } = resolved(schema);
  if (type === 'array') return [sampleOf(items!)];
  if (type === 'string') return 'text';
  if (type !== 'object') return 7;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, sampleOf(property)]),
  );
}

interface Field {
  /** As messages have it, such as `.records[0].item`. */
  field: string;
  steps: (string | number)[];
  kind: NonNullable<Schema['type']>;
}

/** All fields of a value, and of the first entries of its lists. */
function fieldsOf(schema: Schema, field = '', steps: (string | number)[] = []): Field[] {
  const { type, properties = {}, items } = resolved(schema);
  const own = steps.length > 0 ? [{ field, steps, kind: type! }] : [];
  if (type === 'array') return [...own, ...fieldsOf(items!, `${field}[0]`, [...steps, 0])];
  const inner = Object.entries(properties).flatMap(([name, property]) =>
    fieldsOf(property, `${field}.${name}`, [...steps, name]),
  );
  return [...own, ...inner];
}

const wrongValues: Record<Field['kind'], unknown[]> = {
  object: [[], 'x', 5],
  array: [{}, 'x', 5, true],
  string: [5, true, {}, []],
  integer: ['x', -1, 1.5, true, {}],
  number: ['x', -1, true, []],
};

/** A copy of a value with another one in it. */
function withValue(whole: unknown, [step, ...steps]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  const copy = structuredClone(whole) as Record<string | number, unknown>;
  copy[step] = withValue(copy[step], steps, value);
  return copy;
}
