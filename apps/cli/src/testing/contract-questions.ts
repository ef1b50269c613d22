import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import fc from 'fast-check';

/** The part of JSON Schema that parameters of the contract use. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: readonly (string | number)[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: Schema;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

/** What a parameter says. */
type Value = string | number | readonly (string | number)[];

/** Parameters by their names. */
export type Question = Readonly<Record<string, Value>>;

/** An operation of the contract. */
export interface ContractOperation {
  id: 'listFlowStatistic' | 'showFlowTrend' | 'showFlowDetail' | 'showFlowTop';
  /** With `{project_id}` in it. */
  path: string;
  /** Those of the query, their schemas without references. */
  parameters: readonly Parameter[];
  /** Name of the schema of its answers. */
  answer: string;
}

const { parameters, schemas } = contract.components as unknown as {
  parameters: Record<string, Parameter>;
  schemas: Record<string, Schema>;
};

const nameIn = (reference: string) => reference.split('/').at(-1)!;

function resolved(schema: Schema): Schema {
  if (schema.$ref !== undefined) return resolved(schemas[nameIn(schema.$ref)]!);
  return { ...schema, ...(schema.items && { items: resolved(schema.items) }) };
}

/** All operations of the contract. */
export const operations = Object.entries(contract.paths).map(([path, { get }]) => ({
  id: get.operationId,
  path,
  parameters: (get.parameters as (Parameter & { $ref?: string })[])
    .map(({ $ref, ...own }) => ($ref === undefined ? own : parameters[nameIn($ref)]!))
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({ ...parameter, schema: resolved(parameter.schema) })),
  answer: nameIn(get.responses['200'].content['application/json'].schema.$ref),
})) as ContractOperation[];

/** Values that a schema takes. */
function valid(schema: Schema): fc.Arbitrary<Value> {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER, minLength = 0, maxLength = 20 } = schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.items) return lists(valid(schema.items), schema.maxItems);
  if (schema.type === 'integer') return fc.integer({ min: minimum, max: maximum });
  if (schema.format === 'ip') return fc.oneof(fc.ipV4(), fc.ipV6());
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, 20) });
}

function lists(items: fc.Arbitrary<Value>, most = 10): fc.Arbitrary<Value> {
  return fc.uniqueArray(items as fc.Arbitrary<string>, {
    minLength: 1,
    maxLength: Math.min(most, 5),
  });
}

/**
 * Questions that an operation takes, by its parameters' schemas.
 *
 * @param known - by parameter, values that stand in for those of its schema, so that there is
 *   something to answer
 */
export function questions(
  { parameters }: ContractOperation,
  known: Readonly<Record<string, readonly Value[]>>,
): fc.Arbitrary<Question> {
  const values = (name: string, schema: Schema) => {
    const found = known[name];
    if (found === undefined) return valid(schema);
    return schema.items
      ? lists(fc.constantFrom(...found), schema.maxItems)
      : fc.constantFrom(...found);
  };
  const model = Object.fromEntries(
    parameters.map(({ name, schema }) => [name, values(name, schema)]),
  );
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(model, { requiredKeys }).filter(namesWindow) as fc.Arbitrary<Question>;
}

function namesWindow({ range, start_time, end_time }: Record<string, Value>): boolean {
  if (start_time === undefined || end_time === undefined) return range !== undefined;
  return start_time < end_time;
}

/** A question with one fault, as it goes on the wire, and the parameter that has it. */
export interface Faulty {
  parameter: string;
  fault: string;
  query: string;
}

/** Questions that were valid before one of their parameters was spoiled. */
export function faultyQuestions(
  operation: ContractOperation,
  valid: fc.Arbitrary<Question>,
): fc.Arbitrary<Faulty> {
  const faults = operation.parameters.flatMap((parameter) =>
    faultsOf(parameter).map(([fault, texts]) => ({ parameter: parameter.name, fault, texts })),
  );
  return fc
    .record({ question: valid, broken: fc.constantFrom(...faults) })
    .chain(({ question, broken: { parameter, fault, texts } }) =>
      texts(question[parameter]).map((spoiled) => ({
        parameter,
        fault,
        query: queryOf({ ...question, [parameter]: spoiled }),
      })),
    );
}

type Spoil = (before: Value | undefined) => fc.Arbitrary<readonly string[]>;

const one =
  (texts: fc.Arbitrary<string>): Spoil =>
  () =>
    texts.map((text) => [text]);

function faultsOf({ required, schema }: Parameter): [fault: string, spoil: Spoil][] {
  const faults: [string, Spoil][] = [['is empty', one(fc.constant(''))]];
  if (required) faults.push(['is missing', () => fc.constant([])]);
  const { items, maxItems = 0 } = schema;
  if (!items) {
    faults.push(
      ...textFaults(schema).map(([fault, texts]): [string, Spoil] => [fault, one(texts)]),
    );
    faults.push([
      'is given twice',
      (before = '0') => fc.constant([String(before), String(before)]),
    ]);
    return faults;
  }
  const many = fc.array(valid(items), { minLength: maxItems + 1, maxLength: maxItems + 1 });
  faults.push(['has too many values', () => many.map((values) => values.map(String))]);
  for (const [fault, texts] of textFaults(items)) {
    const beside: Spoil = (before = []) =>
      texts.map((text) => [...[before].flat().map(String), text]);
    faults.push([`has a value that ${fault}`, beside]);
  }
  return faults;
}

/** Texts that a schema of one value does not take. */
function textFaults(schema: Schema): [fault: string, texts: fc.Arbitrary<string>][] {
  const { minimum = 0, maximum = 0, maxLength, pattern } = schema;
  const words = fc.stringMatching(/^[a-z]{1,8}!$/);
  if (schema.enum) return [['is none of the values', words]];
  if (schema.type === 'integer') {
    return [
      ['is too small', fc.constant(String(minimum - 1))],
      ['is too great', fc.constant(String(BigInt(maximum) + 1n))],
      ['is no integer', fc.oneof(words, fc.constantFrom('1.5', '01', '+1', '1e3', ' 1', 'null'))],
    ];
  }
  if (schema.format === 'ip' || pattern !== undefined) return [['is of another form', words]];
  return maxLength === undefined ? [] : [['is too long', fc.constant('x'.repeat(maxLength + 1))]];
}

/** A question as the query of a URL, lists as repeated parameters. */
export function queryOf(question: Question): string {
  const pairs = Object.entries(question).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)]),
  );
  return new URLSearchParams(pairs).toString();
}
