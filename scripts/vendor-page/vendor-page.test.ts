import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import contract from '../../packages/types/src/generated/flow-log-analysis.json' with { type: 'json' };
import { root } from '../packages/published.ts';
import { pageChanges } from './page-changes.ts';
import { type PageFacts, pageFacts } from './page-facts.ts';

interface Parameter {
  name: string;
  required?: boolean;
}

/** A page in the form of the vendor's, in words of ours. */
const page = `Help Center/ Firewall/ API Reference
Updated on 2025-08-12 GMT+08:00

GET /v1/{project_id}/flows

Table 1 Query Parameters

Parameter
Mandatory
Type
Description

border
Yes
String
Definition
Which border.
Range
outer (to the world), inner (between networks), or none (neither)
Default Value
N/A

kind
No
String
Definition
Which kind.
Range
host: a name
port: a number
any
Default Value
any

size
No
Integer
Definition
How many.
Range
0 to 10
Default Value
5

Request Parameters
None

Status code: 200

Table 2 Response body parameters
Parameter
Type
Description
records
Array of FlowVO objects
Definition
What was found.
Range
N/A
total
Long
Definition
How many there are.

Example Requests
https://{Endpoint}/v1/flows?border=outer
`;

describe('the text of a page', () => {
  test('becomes the facts of its tables.', () => {
    expect(pageFacts(page)).toEqual({
      updated: '2025-08-12',
      uri: 'GET /v1/{project_id}/flows',
      tables: {
        '1 Query Parameters': {
          border: { type: 'String', mandatory: true, values: ['outer', 'inner', 'none'] },
          kind: {
            type: 'String',
            mandatory: false,
            values: ['host', 'port', 'any'],
            default: 'any',
          },
          size: { type: 'Integer', mandatory: false, range: '0 to 10', default: '5' },
        },
        '2 Response body parameters': {
          records: { type: 'Array of FlowVO objects' },
          total: { type: 'Long' },
        },
      },
    });
  });

  test('without a table is refused.', () => {
    expect(() => pageFacts('404')).toThrow('copy the whole page as text');
  });
});

describe('a page that is read again', () => {
  const changesWith = (from: string, to: string) =>
    pageChanges(pageFacts(page), pageFacts(page.replace(from, to)));

  test.each<[string, string, string, string[]]>([
    ['says nothing when only prose changed', 'Which border.', 'The border that was crossed.', []],
    [
      'says which values changed',
      ', or none (neither)',
      '',
      ['border (table 1 Query Parameters): values was outer, inner, none and is outer, inner.'],
    ],
    [
      'says what became mandatory',
      'kind\nNo',
      'kind\nYes',
      ['kind (table 1 Query Parameters): mandatory was false and is true.'],
    ],
    [
      'says which numbers are allowed now',
      '0 to 10',
      '0 to 1000',
      ['size (table 1 Query Parameters): range was 0 to 10 and is 0 to 1000.'],
    ],
    [
      'says which field is new',
      'total\nLong',
      'took\nLong\ntotal\nLong',
      ['took (table 2 Response body parameters) is new: {"type":"Long"}.'],
    ],
    [
      'says which path is another',
      'GET /v1',
      'GET /v2',
      ['The path was GET /v1/{project_id}/flows and is GET /v2/{project_id}/flows.'],
    ],
  ])('%s.', (_, from, to, changes) => {
    expect(changesWith(from, to)).toEqual(changes);
  });
});

describe('the page as it was read last', () => {
  const facts = JSON.parse(
    readFileSync(join(root, 'openapi/vendor-page.json'), 'utf8'),
  ) as PageFacts;

  test('has the parameters of the contract, and no others.', () => {
    const { parameters } = contract.paths['/v1/{project_id}/cfw/logs/flow-statistic'].get;
    const shared: Record<string, Parameter> = contract.components.parameters;
    const ours = (parameters as (Parameter | { $ref: string })[]).map((parameter) =>
      '$ref' in parameter ? shared[parameter.$ref.split('/').at(-1)!]! : parameter,
    );
    const theirs = { ...facts.tables['1 Path Parameters'], ...facts.tables['2 Query Parameters'] };
    expect(ours.map(({ name }) => name).toSorted()).toEqual(Object.keys(theirs).toSorted());
    for (const { name, required = false } of ours) {
      expect([name, required]).toEqual([name, theirs[name]?.mandatory]);
    }
  });

  test('has no field that the contract lacks.', () => {
    for (const name of ['FlowDetailsVO', 'ItemVO'] as const) {
      const [, theirs = {}] =
        Object.entries(facts.tables).find(([key]) => key.endsWith(name)) ?? [];
      expect(Object.keys(theirs)).not.toEqual([]);
      const { properties } = contract.components.schemas[name];
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(theirs)));
    }
  });
});
