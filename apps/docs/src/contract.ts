import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { absolute } from './site-map.ts';

/** A part of the contract, or the name of one. */
type Ref<T> = T | { $ref: string };

export interface Schema {
  description: string;
  type?: string;
  format?: string;
  enum?: (string | number)[];
  'x-enum-descriptions'?: string[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  items?: Ref<Schema>;
  properties?: Record<string, Ref<Schema>>;
  required?: string[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  description: string;
  schema: Ref<Schema>;
}

export interface Response {
  description: string;
  content?: {
    'application/json': {
      schema: Ref<Schema>;
      examples?: Record<string, { summary: string; value: unknown }>;
    };
  };
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  parameters: Ref<Parameter>[];
  responses: Record<string, Ref<Response>>;
  'x-codeSamples': { lang: string; label: string; source: string }[];
}

export interface Contract {
  info: { title: string; description: string };
  paths: Record<string, { get: Operation }>;
  components: object;
}

export const contractSource = 'openapi/flow-log-analysis.yaml';

export function readContract(): Contract {
  return parse(readFileSync(absolute(contractSource), 'utf8')) as Contract;
}

/** What a reference names, and the last part of that name. */
export function resolve<T extends object>(contract: Contract, ref: Ref<T>): T & { named?: string } {
  if (!('$ref' in ref)) return ref;
  const path = ref.$ref.replace('#/', '').split('/');
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown>)[key],
    contract,
  );
  return { ...(value as T), named: path.at(-1)! };
}
