import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import contract from './generated/flow-log-analysis.json' with { type: 'json' };
import * as types from './index.ts';

const exported = new Map<string, unknown>(Object.entries(types));
const source = createRequire(import.meta.url).resolve('@cfw-flow/openapi/flow-log-analysis.yaml');

test('The contract as JSON is the contract as YAML.', () => {
  expect(contract).toEqual(parse(readFileSync(source, 'utf8')));
});

interface EnumSchema {
  enum: (string | number)[];
  'x-enum-varnames': string[];
  'x-enum-descriptions': string[];
}

const enums = Object.entries(contract.components.schemas).flatMap(([name, schema]) =>
  'enum' in schema ? [{ name, schema: schema as EnumSchema }] : [],
);

describe('enums', () => {
  test('are exported, each of them and nothing else.', () => {
    expect([...exported.keys()].toSorted()).toEqual(enums.map(({ name }) => name).toSorted());
  });

  test.each(enums)('$name has the names and values of the contract.', ({ name, schema }) => {
    const names = schema['x-enum-varnames'];
    const expected = Object.fromEntries(schema.enum.map((value, index) => [names[index], value]));
    expect(exported.get(name)).toEqual(expected);
  });

  test.each(enums)('$name says what each of its values means.', ({ schema }) => {
    const described = schema['x-enum-descriptions'];
    expect(new Set(described).size).toBe(schema.enum.length);
    expect(described).toHaveLength(schema.enum.length);
  });
});

describe('servers', () => {
  const [cloud, local] = contract.servers;

  test('The cloud is reached by region, in 28 of them.', () => {
    expect(cloud?.url).toBe('https://cfw.{region}.{domain}');
    expect(new Set(cloud?.variables.region?.enum).size).toBe(28);
    expect(cloud?.variables.region?.enum).toContain('cn-north-4');
    expect(cloud?.variables.domain?.enum).toEqual(['myhuaweicloud.com', 'myhuaweicloud.eu']);
  });

  test('A server of one’s own listens on 8239.', () => {
    expect(local?.url).toBe('http://127.0.0.1:{port}');
    expect(local?.variables.port?.default).toBe('8239');
  });
});

test('A request may carry a token or a signature.', () => {
  const { token, signature } = contract.components.securitySchemes;
  expect([token.name, signature.name]).toEqual(['X-Auth-Token', 'Authorization']);
});
