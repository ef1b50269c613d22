// The contract against what the vendor's pages, SDKs and Terraform provider say of the siblings of
// flow-statistic. Parameters that all of them share are held against its page, in page.test.ts.
import { describe, expect, test } from 'vitest';
import { faults, operationOf, parameterFaults, schemaOf } from '../test/operation.ts';
import contract from './generated/flow-log-analysis.json' with { type: 'json' };

const shared = [
  'project_id',
  'fw_instance_id',
  'range',
  'log_type',
  'direction',
  'start_time',
  'end_time',
  'vgw_id',
  'asset_type',
];

const items = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'dst_host',
  'app',
  'dst_region_name',
  'src_region_name',
];

interface Sibling {
  id: string;
  path: string;
  /** Parameters of its own; mandatory ones have a `!`. */
  own: string[];
  answer: string;
}

const siblings: Sibling[] = [
  { id: 'showFlowTrend', path: 'flow-trend', own: ['ip', 'vpc'], answer: 'ShowFlowTrendResp' },
  {
    id: 'showFlowDetail',
    path: 'flow-detail',
    own: ['item!', 'value!'],
    answer: 'ShowFlowDetailResp',
  },
  {
    id: 'showFlowTop',
    path: 'flow-top',
    own: ['item!', 'order!', 'size'],
    answer: 'ShowFlowTopResp',
  },
];

describe.each(siblings)('$id', ({ id, path, own, answer }) => {
  const operation = operationOf(id);

  test('has its path.', () => {
    expect(operation.path).toBe(`/v1/{project_id}/cfw/logs/${path}`);
  });

  test('has the parameters that all share, and its own.', () => {
    const told = operation.parameters.map(({ name, required }) =>
      required && !['project_id', 'fw_instance_id', 'log_type'].includes(name) ? `${name}!` : name,
    );
    expect(told).toEqual([...shared, ...own]);
  });

  test('shares them with flow-statistic, word for word.', () => {
    const ofStatistic = operationOf('listFlowStatistic').parameters.slice(0, shared.length);
    expect(operation.parameters.slice(0, shared.length)).toEqual(ofStatistic);
  });

  test('shows answers that are valid, and a sample for each of its users.', () => {
    const { get } = contract.paths[operation.path as keyof typeof contract.paths];
    const { schema, examples } = get.responses['200'].content['application/json'];
    expect(schema.$ref).toBe(`#/components/schemas/${answer}`);
    for (const { value } of Object.values<{ value: unknown }>(examples)) {
      expect(faults(answer, value)).toEqual([]);
    }
    const samples = get['x-codeSamples'].map(({ label }) => label);
    expect(samples).toEqual(['@cfw-flow/fetch-client', 'curl', 'cfw-flow', 'Python']);
  });
});

test('flow-detail and flow-top take the eight items that are no risk and no open port.', () => {
  const [item] = operationOf('showFlowDetail').parameters.filter(({ name }) => name === 'item');
  const [several] = operationOf('showFlowTop').parameters.filter(({ name }) => name === 'item');
  expect(schemaOf(item!.schema).enum).toEqual(items);
  expect(several!.schema.items).toEqual(item!.schema);
});

describe('values', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, at) => `192.0.2.${at}`);

  test.each([
    ['showFlowTrend', 'ip', addresses(100)],
    ['showFlowTrend', 'vpc', ['tf-test-vpc-1', 'tf-test-vpc-2']],
    ['showFlowDetail', 'value', 'Chinese Mainland'],
    ['showFlowDetail', 'value', '中国大陆'],
    ['showFlowTop', 'item', items],
    ['showFlowTop', 'order', 'byte'],
    ['showFlowTop', 'size', '10'],
  ])('%s takes %s %j.', (id, name, value) => {
    expect(parameterFaults(id, name, value)).toEqual([]);
  });

  test.each([
    ['showFlowTrend', 'ip', addresses(101)],
    ['showFlowTrend', 'vpc', ['']],
    ['showFlowDetail', 'item', 'risk_ip'],
    ['showFlowDetail', 'value', ''],
    ['showFlowDetail', 'value', 'x'.repeat(4000)],
    ['showFlowTop', 'item', ['open_port']],
    ['showFlowTop', 'order', 'sessions'],
    ['showFlowTop', 'size', '1001'],
  ])('%s refuses %s %j.', (id, name, value) => {
    expect(parameterFaults(id, name, value)).not.toEqual([]);
  });
});

describe('the objects have the fields that the vendor’s SDKs have', () => {
  const fields = (name: keyof typeof contract.components.schemas) =>
    Object.keys((contract.components.schemas[name] as { properties: object }).properties);

  test('FlowTrendVO', () => {
    expect(fields('FlowTrendVO')).toEqual(['agg_time', 'in_bps', 'out_bps']);
  });

  test('FlowAnalysisVO', () => {
    expect(fields('FlowAnalysisVO').toSorted()).toEqual([
      'app_count',
      'bytes',
      'dst_ip_count',
      'dst_port_count',
      'end_time',
      'records',
      'request_byte',
      'response_byte',
      'sessions',
      'src_ip_count',
      'start_time',
    ]);
  });

  test('SessionVO', () => {
    const ofEnd = (end: string) =>
      ['associate_instance_type', 'device_name', 'ip', 'region_id', 'region_name'].map(
        (name) => `${end}_${name}`,
      );
    const others = ['app', 'bytes', 'dst_host', 'dst_port', 'end_time', 'protocol'];
    const sums = ['request_byte', 'response_byte', 'sessions', 'start_time'];
    expect(fields('SessionVO').toSorted()).toEqual(
      [...ofEnd('src'), ...ofEnd('dst'), ...others, ...sums].toSorted(),
    );
  });

  test('ShowFlowTopRespData has a list for each item', () => {
    expect(fields('ShowFlowTopRespData')).toEqual(items);
  });
});
