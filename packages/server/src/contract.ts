/** The part of JSON Schema that a contract's parameters and answers use. */
export interface Schema {
  $ref?: string;
  type?: 'array' | 'integer' | 'number' | 'object' | 'string';
  enum?: readonly (string | number)[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  default?: unknown;
  examples?: readonly unknown[];
  items?: Schema;
  required?: readonly string[];
  properties?: Record<string, Schema>;
}

/** A parameter of an operation. */
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: Schema;
}

interface Reference {
  $ref: string;
}

/** An operation as a contract has it. */
interface DocumentedOperation {
  operationId: string;
  parameters: readonly (Parameter | Reference)[];
  responses: { 200: { content: { 'application/json': { schema: Schema } } } };
}

/** The part of an OpenAPI document that a server is made from. */
export interface Contract {
  paths: Record<string, { get: DocumentedOperation }>;
  components: { parameters: Record<string, Parameter>; schemas: Record<string, Schema> };
}

/** An operation of a contract, all its references resolved. */
export interface ContractOperation {
  /** Its path, as a router writes it. */
  readonly route: string;
  readonly parameters: readonly Parameter[];
  /** The answer to a request that is carried out. */
  readonly answer: Schema;
}

/** The ids of all operations of a contract. */
export function operationIds({ paths }: Contract): string[] {
  return Object.values(paths).map(({ get }) => get.operationId);
}

/** The operation of a contract that has an id. */
export function operation(contract: Contract, id: string): ContractOperation {
  const [path, { get }] = Object.entries(contract.paths).find(
    ([, documented]) => documented.get.operationId === id,
  )!;
  const { parameters, schemas } = contract.components;
  return {
    route: path.replace(/\{(\w+)\}/g, ':$1'),
    parameters: get.parameters.map((own) => {
      const parameter = '$ref' in own ? parameters[nameIn(own.$ref)]! : own;
      return { ...parameter, schema: resolve(parameter.schema, schemas) };
    }),
    answer: resolve(get.responses[200].content['application/json'].schema, schemas),
  };
}

/** What the parameters in the path or in the query have to be. */
export function parametersSchema(parameters: readonly Parameter[], place: Parameter['in']): Schema {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    required: here.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
  };
}

/**
 * Sums of bytes. They are whole numbers: written as integers they keep every digit, written as
 * doubles they would be rounded beyond 2^53.
 */
const byteSums: ReadonlySet<string> = new Set(['bytes', 'request_byte', 'response_byte']);

/** A copy of a schema with the named schemas that it refers to written out. */
function resolve(schema: Schema, named: Contract['components']['schemas']): Schema {
  if (schema.$ref) return resolve(named[nameIn(schema.$ref)]!, named);
  const { items, properties } = schema;
  return {
    ...schema,
    ...(items && { items: resolve(items, named) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          byteSums.has(name) ? { ...property, type: 'integer' } : resolve(property, named),
        ]),
      ),
    }),
  };
}

function nameIn(reference: string): string {
  return reference.split('/').at(-1)!;
}
