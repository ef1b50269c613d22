import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };

/** The part of JSON Schema that the contract's parameters and answers use. */
export interface Schema {
  $ref?: string;
  type?: 'array' | 'integer' | 'number' | 'object' | 'string';
  enum?: readonly (string | number)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  default?: unknown;
  examples?: readonly unknown[];
  items?: Schema;
  required?: readonly string[];
  properties?: Record<string, Schema>;
}

/** A parameter of the operation. */
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Schema;
}

const path = '/v1/{project_id}/cfw/logs/flow-statistic';
const operation = contract.paths[path].get;
const named = contract.components.schemas as unknown as Record<string, Schema>;

/** Path of the operation, as a router writes it. */
export const route = path.replace(/\{(\w+)\}/g, ':$1');

/** The parameters of the operation. */
export const parameters: readonly Parameter[] = operation.parameters.map((own) => {
  const { name, in: place, required = false, schema } = sharedOr(own);
  return { name, in: place, required, schema: resolve(schema) };
});

type Given = Omit<Parameter, 'required'> & { required?: boolean };

/** A parameter, or the shared one that it refers to. */
function sharedOr(own: object): Given {
  if (!('$ref' in own)) return own as Given;
  const name = String(own.$ref).split('/').at(-1)!;
  return (contract.components.parameters as unknown as Record<string, Given>)[name]!;
}

/** What the parameters in the path or in the query have to be. */
export function parametersSchema(place: Parameter['in']): Schema {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    required: here.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
  };
}

/**
 * The answer to a question that could be answered. Byte sums are whole numbers: written as
 * integers they keep every digit, written as doubles they would be rounded beyond 2^53.
 */
export const answerSchema: Schema = (() => {
  const schema = resolve(operation.responses['200'].content['application/json'].schema as Schema);
  const record = schema.properties!['data']!.properties!['records']!.items!;
  for (const sum of ['request_byte', 'response_byte']) {
    record.properties![sum] = { ...record.properties![sum], type: 'integer' };
  }
  return schema;
})();

/** A copy of a schema with the named schemas that it refers to written out. */
function resolve(schema: Schema): Schema {
  if (schema.$ref) return resolve(named[schema.$ref.split('/').at(-1)!]!);
  const { items, properties } = schema;
  return {
    ...schema,
    ...(items && { items: resolve(items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, resolve(property)]),
      ),
    }),
  };
}
