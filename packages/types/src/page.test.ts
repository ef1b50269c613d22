// The contract against the official page "Querying Traffic Log Statistics" (updated on
// 2025-08-12). Everything quoted here stands on that page.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { faults, operationOf, parameterFaults, schemaOf } from '../test/operation.ts';
import contract from './generated/flow-log-analysis.json' with { type: 'json' };

const { path, parameters } = operationOf('listFlowStatistic');
const { responses } = contract.paths['/v1/{project_id}/cfw/logs/flow-statistic'].get;

describe('the example request', () => {
  const url = new URL(
    'https://cfw.cn-north-4.myhuaweicloud.com/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic?fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&log_type=internet&direction=in2out&item=dst_host&range=2&size=1000',
  );

  test('has the path of the contract, with a valid project.', () => {
    const project = 'a16df7cf1d094befa6bbc72cbf51e93a';
    expect(url.pathname).toBe(path.replace('{project_id}', project));
    expect(parameterFaults('listFlowStatistic', 'project_id', project)).toEqual([]);
  });

  test.each([...url.searchParams])('has a valid %s.', (name, value) => {
    expect(parameterFaults('listFlowStatistic', name, value)).toEqual([]);
  });

  test('has every parameter that the contract calls mandatory.', () => {
    const mandatory = parameters.filter(
      (parameter) => parameter.required && parameter.in === 'query',
    );
    expect([...url.searchParams.keys()]).toEqual(
      expect.arrayContaining(mandatory.map(({ name }) => name)),
    );
  });
});

describe('the example answers', () => {
  const ok = {
    data: {
      records: [
        {
          apps: [{ key: 'HTTP', value: 11 }],
          item: 'www.test.com',
          last_time: 1751355533000,
          ports: [{ key: '8080', value: 11 }],
          request_byte: 5357,
          response_byte: 4862,
          sessions: 11,
        },
      ],
      total: 1,
    },
  };
  const badRequest = { error_code: 'CFW.00200007', error_msg: 'Incorrect time range.' };

  test('200 is valid, and the contract shows it.', () => {
    expect(faults('ListFlowStatisticResp', ok)).toEqual([]);
    expect(responses['200'].content['application/json'].examples.domain_names.value).toEqual(ok);
  });

  test('400 is valid, and the contract shows it.', () => {
    expect(faults('ErrorRsp', badRequest)).toEqual([]);
    expect(responses['400'].$ref).toBe('#/components/responses/BadRequest');
    const { content } = contract.components.responses.BadRequest;
    expect(content['application/json'].examples.time_range.value).toEqual(badRequest);
  });

  test.each([
    ['without its data', {}],
    ['without a total', { data: { records: [] } }],
    ['with a record that has no item', { data: { records: [{ sessions: 11 }], total: 1 } }],
    [
      'with a list that is null',
      { data: { records: [{ ...ok.data.records[0], apps: null }], total: 1 } },
    ],
  ])('200 %s is not valid.', (_, body) => {
    const strict = new Ajv2020({ strict: false, validateFormats: false });
    strict.addSchema(contract, 'contract');
    const validate = strict.compile({ $ref: 'contract#/components/schemas/ListFlowStatisticResp' });
    expect(validate(body)).toBe(false);
  });
});

interface PageParameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  type: string;
  enum?: (string | number)[];
  default?: number;
}

const uuid = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** Tables 1 and 2 of the page. */
const tables: PageParameter[] = [
  { name: 'project_id', in: 'path', required: true, type: 'string' },
  { name: 'fw_instance_id', in: 'query', required: true, type: 'string' },
  { name: 'range', in: 'query', required: false, type: 'integer', enum: [0, 1, 2] },
  {
    name: 'log_type',
    in: 'query',
    required: true,
    type: 'string',
    enum: ['internet', 'nat', 'vpc', 'vgw'],
  },
  {
    name: 'direction',
    in: 'query',
    required: false,
    type: 'string',
    enum: ['in2out', 'out2in'],
  },
  { name: 'start_time', in: 'query', required: false, type: 'integer' },
  { name: 'end_time', in: 'query', required: false, type: 'integer' },
  { name: 'vgw_id', in: 'query', required: false, type: 'array' },
  {
    name: 'asset_type',
    in: 'query',
    required: false,
    type: 'string',
    enum: ['public', 'private', 'open_port'],
  },
  {
    name: 'item',
    in: 'query',
    required: true,
    type: 'string',
    enum: [
      'src_ip',
      'dst_ip',
      'dst_port',
      'protocol',
      'dst_host',
      'app',
      'dst_region_name',
      'src_region_name',
      'risk_ip',
      'risk_host',
      'open_port',
    ],
  },
  { name: 'size', in: 'query', required: false, type: 'integer', default: 5 },
];

describe('the parameters', () => {
  /** What the contract says of each parameter, in the columns of the page. */
  const documented = parameters.map((parameter) => {
    const { type, enum: values, default: preset } = schemaOf(parameter.schema);
    return {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required,
      type,
      ...(values && { enum: values }),
      ...(preset !== undefined && { default: preset }),
    };
  });

  test('are those of the page, in its order, with its types, values and defaults.', () => {
    expect(documented).toEqual(tables);
  });

  test.each([
    ['project_id', 'a16df7cf1d094befa6bbc72cbf51e93a'],
    ['fw_instance_id', uuid],
    ['start_time', '0'],
    ['start_time', '1751355533000'],
    ['end_time', '9007199254740991'],
    ['vgw_id', uuid],
    ['vgw_id', [uuid, uuid]],
    ['size', '0'],
    ['size', '10'],
    ['size', '1000'],
  ])('%s may be %s.', (name, value) => {
    expect(parameterFaults('listFlowStatistic', name, value)).toEqual([]);
  });

  test.each([
    ['project_id', 'A16DF7CF1D094BEFA6BBC72CBF51E93A'],
    ['project_id', uuid],
    ['fw_instance_id', 'c598d6128112465cbffd863d4ce85a50'],
    ['range', '3'],
    ['range', '-1'],
    ['log_type', 'Internet'],
    ['direction', 'both'],
    ['start_time', '-1'],
    ['end_time', '9007199254740992'],
    ['end_time', '1.5'],
    ['vgw_id', Array.from({ length: 11 }, () => uuid)],
    ['vgw_id', 'gateway'],
    ['asset_type', 'eip'],
    ['item', 'src_port'],
    ['size', '-1'],
    ['size', '1001'],
    ['size', 'all'],
  ])('%s may not be %s.', (name, value) => {
    expect(parameterFaults('listFlowStatistic', name, value)).not.toEqual([]);
  });
});

describe('the objects', () => {
  const { FlowDetailsVO, ItemVO, ErrorRsp, ListFlowStatisticRespData } =
    contract.components.schemas;

  test('FlowDetailsVO has the fields of the page, and the two that today’s API adds.', () => {
    const ofThePage = [
      'apps',
      'associate_instance_type',
      'device_name',
      'item',
      'last_time',
      'ports',
      'region',
      'request_byte',
      'response_byte',
      'sessions',
      'tags',
      'src_ip',
      'dst_ip',
      'protocol',
    ];
    const added = ['agg_start_time', 'agg_end_time'];
    expect(Object.keys(FlowDetailsVO.properties).toSorted()).toEqual(
      [...ofThePage, ...added].toSorted(),
    );
    expect(FlowDetailsVO.required).not.toEqual(expect.arrayContaining(added));
  });

  test('all others have the fields of the page.', () => {
    expect(Object.keys(ListFlowStatisticRespData.properties)).toEqual(['records', 'total']);
    expect(Object.keys(ItemVO.properties)).toEqual(['key', 'name', 'value']);
    expect(Object.keys(ErrorRsp.properties)).toEqual(['error_code', 'error_msg']);
  });
});
