import { Ajv2020 } from 'ajv/dist/2020.js';
import contract from '../src/generated/flow-log-analysis.json' with { type: 'json' };

/** The part of a schema that tests look at. */
export interface Schema {
  $ref?: string;
  type: string;
  enum?: (string | number)[];
  default?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** A parameter of an operation, its own or a shared one. */
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Schema;
}

const schemas = contract.components.schemas as unknown as Record<string, Schema>;
const shared = contract.components.parameters as unknown as Record<string, Parameter>;

/** The last part of a reference. */
function nameIn(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

/** A schema, or the named one that it refers to. */
export function schemaOf(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : schemas[nameIn(schema.$ref)]!;
}

/** The path and the parameters of an operation. */
export function operationOf(id: string): { path: string; parameters: Parameter[] } {
  const [path, { get }] = Object.entries(contract.paths).find(
    ([, operations]) => operations.get.operationId === id,
  )!;
  const parameters = (get.parameters as unknown as (Parameter & { $ref?: string })[]).map(
    ({ $ref, ...own }) => {
      const { required = false, ...parameter } = $ref === undefined ? own : shared[nameIn($ref)]!;
      return { ...parameter, required };
    },
  );
  return { path, parameters };
}

const ajv = new Ajv2020({
  strict: false,
  coerceTypes: 'array', // a query string has only text
  formats: { int32: true, int64: true, double: true, ip: true },
});
ajv.addSchema(contract, 'contract');

/** What is wrong with a value, by a named schema of the contract; nothing when it is valid. */
export function faults(name: string, value: unknown): string[] {
  return faultsBy({ $ref: `contract#/components/schemas/${name}` }, value);
}

/** What is wrong with the value of a parameter. */
export function parameterFaults(id: string, name: string, value: unknown): string[] {
  const { schema } = operationOf(id).parameters.find((parameter) => parameter.name === name)!;
  return faultsBy(schema, value);
}

function faultsBy(schema: object, value: unknown): string[] {
  const whole = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"contract#/components'),
  ) as object;
  const validate = ajv.compile({ type: 'object', properties: { value: whole } });
  validate({ value });
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
