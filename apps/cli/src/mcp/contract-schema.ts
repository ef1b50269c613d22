import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { isTime, unsaid } from './plain-answer.ts';

/** The part of JSON Schema that tools are described in. */
export interface JsonSchema {
  type?: string;
  anyOf?: readonly JsonSchema[];
  description?: string;
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  items?: JsonSchema;
  required?: readonly string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean;
}

/** What describes a value, of all that the contract says of it. */
const keywords = [
  'type',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'default',
] as const;

interface Documented extends JsonSchema {
  $ref?: string;
  format?: string;
  /** What each value of `enum` means. */
  'x-enum-descriptions'?: readonly string[];
  items?: Documented;
  properties?: Record<string, Documented>;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Documented;
}

/** The id of an operation. */
export type OperationId =
  (typeof contract)['paths'][keyof (typeof contract)['paths']]['get']['operationId'];

const { parameters, schemas } = contract.components as unknown as {
  parameters: Record<string, Parameter>;
  schemas: Record<string, Documented>;
};

/** What an operation can be asked: an object with its parameters. */
export function questionSchema(id: OperationId) {
  const given = operation(id).parameters.map((own) =>
    '$ref' in own ? parameters[nameIn(own.$ref)]! : own,
  );
  const asked = given.filter((parameter) => parameter.in === 'query');
  return {
    properties: Object.fromEntries(asked.map(({ name, schema }) => [name, plain(schema)])),
    required: asked.filter(({ required }) => required).map(({ name }) => name),
  };
}

/** The `data` of an operation's answer, as {@link plainAnswer} writes it. */
export function answerSchema(id: OperationId): JsonSchema {
  const { schema } = operation(id).responses[200].content['application/json'];
  return answered(schema).properties!['data']!;
}

interface OperationOfContract {
  operationId: string;
  parameters: readonly (Parameter | { $ref: string })[];
  responses: { 200: { content: { 'application/json': { schema: Documented } } } };
}

function operation(id: OperationId): OperationOfContract {
  const paths = Object.values(contract.paths) as unknown as { get: OperationOfContract }[];
  return paths.find(({ get }) => get.operationId === id)!.get;
}

function plain(documented: Documented): JsonSchema {
  const schema = resolved(documented);
  return {
    ...Object.fromEntries(
      keywords.filter((word) => schema[word] !== undefined).map((word) => [word, schema[word]]),
    ),
    description: describe(schema),
    ...(schema.items && { items: plain(schema.items) }),
  };
}

/** As {@link plain}, for what is answered: servers leave fields out, and {@link plainAnswer} writes them anew. */
function answered(documented: Documented, name = ''): JsonSchema {
  const { properties, items, format, type } = resolved(documented);
  if (isTime(name)) return { type: 'string', description: 'ISO 8601.' };
  if (properties) {
    const said = Object.entries(properties).filter(([field]) => !unsaid.has(field));
    return {
      type: 'object',
      properties: Object.fromEntries(said.map(([field, value]) => [field, answered(value, field)])),
    };
  }
  if (items) return { type: 'array', items: answered(items) };
  // Sums may be beyond 2^53.
  if (format === 'double' || name === 'value') {
    return { anyOf: [{ type: 'number' }, { type: 'string' }] };
  }
  return { type: type! };
}

function resolved(schema: Documented): Documented {
  return schema.$ref ? resolved(schemas[nameIn(schema.$ref)]!) : schema;
}

function nameIn(reference: string): string {
  return reference.split('/').at(-1)!;
}

/** The first paragraph of a description, and what each value means: every token costs, in every conversation. */
function describe({ description = '', enum: values = [], ...schema }: Documented): string {
  const [first = ''] = description.split('\n\n');
  const glosses = schema['x-enum-descriptions'] ?? [];
  return [
    first.replaceAll('\n', ' '),
    ...values.map((value, place) => `- ${String(value)}: ${glosses[place]}`),
  ].join('\n');
}
