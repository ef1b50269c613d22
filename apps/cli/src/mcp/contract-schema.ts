import { maxTime } from '@cfw-flow/store';
import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };

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

/** Whether a field of an answer is a time, milliseconds since 1970 UTC. */
function isTime(field: string): boolean {
  return field.endsWith('_time');
}

/** Fields that say the same in every record, or nothing. */
const unsaid: ReadonlySet<string> = new Set([
  'agg_start_time',
  'agg_end_time',
  'name',
  'src_region_id',
  'dst_region_id',
]);

/**
 * The data of an answer as a model reads them: times as ISO 8601, a whole number beyond 2^53 as the text
 * of its digits, and nothing that says nothing.
 */
export function plainAnswer(data: unknown, field = ''): unknown {
  if (Array.isArray(data)) return data.map((entry) => plainAnswer(entry));
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data)
        .filter(([name, value]) => value !== null && value !== undefined && !unsaid.has(name))
        .map(([name, value]) => [name, plainAnswer(value, name)]),
    );
  }
  if (typeof data === 'bigint' || (isTime(field) && Number(data) > maxTime)) return String(data);
  return isTime(field) ? isoTime(Number(data)) : data;
}

/** A time in UTC to the second, such as `2024-04-29T19:00:00Z`. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
