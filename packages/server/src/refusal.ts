import type { ErrorRsp } from '@cfw-flow/types';
import type { FastifySchemaValidationError } from 'fastify';
import type { Parameter, Schema } from './contract.ts';

/** A request that CFW would answer with 400: the error's code and message go on the wire. */
export class Refusal extends Error {
  override name = 'Refusal';
  /** Body of the answer. */
  readonly body: ErrorRsp;

  constructor(code: ErrorRsp['error_code'], message: string) {
    super(message);
    this.body = { error_code: code, error_msg: message };
  }
}

/** `CFW.00200007`: the request names no window, or one that ends before it starts. */
export function incorrectTimeRange(): Refusal {
  return new Refusal('CFW.00200007', 'Incorrect time range.');
}

/** `CFW.00200005`: no flow of the project carries the firewall's id. */
export function unknownFirewall(firewall: string, project: string): Refusal {
  return new Refusal(
    'CFW.00200005',
    `Operation content does not exist: no firewall ${firewall} in project ${project}.`,
  );
}

/** `CFW.00200001` or `CFW.00200003`: a parameter is missing, or not what the contract takes. */
export function badParameter(
  error: FastifySchemaValidationError,
  parameters: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
): Refusal {
  const named = (name: string) => parameters.find((parameter) => parameter.name === name)!;
  if (error.keyword === 'required') {
    const parameter = named(String(error.params['missingProperty']));
    return new Refusal(
      'CFW.00200001',
      `Missing parameter ${parameter.name}. It takes ${taken(parameter.schema)}.`,
    );
  }
  const parameter = named(error.instancePath.split('/')[1]!);
  const value = given[parameter.name];
  const found =
    Array.isArray(value) && parameter.schema.type !== 'array'
      ? ` given ${value.length} times`
      : `: ${quote(value)}`;
  return new Refusal(
    'CFW.00200003',
    `Invalid parameter ${parameter.name}${found}. It takes ${taken(parameter.schema)}.`,
  );
}

/** What a parameter takes, for people. */
function taken(schema: Schema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'integer') return `an integer from ${schema.minimum} to ${schema.maximum}`;
  if (schema.items) return `at most ${schema.maxItems} values, each ${taken(schema.items)}`;
  if (schema.format === 'ip') return 'an IPv4 or IPv6 address';
  if (schema.maxLength !== undefined) {
    return `${schema.minLength} to ${schema.maxLength} characters`;
  }
  return `a value like ${String(schema.examples?.[0])}, matching ${schema.pattern}`;
}

/** Greatest length of what is quoted of a value; the contract allows messages of 512 characters. */
const maxQuoted = 60;

function quote(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : String(value);
  let quoted = '';
  for (const character of text) {
    const written = JSON.stringify(character).slice(1, -1);
    if (quoted.length + written.length > maxQuoted) return `"${quoted}…"`;
    quoted += written;
  }
  return `"${quoted}"`;
}
