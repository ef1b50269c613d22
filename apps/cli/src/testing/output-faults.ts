import { Ajv2020 } from 'ajv/dist/2020.js';
import { outputSchema } from '../schema/output-schema.ts';
import type { OutputName } from '../schema/outputs.ts';

// The contract has formats and keywords of OpenAPI.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });

/** What is wrong with an output, by its schema. */
export function outputFaults(name: OutputName, output: unknown): string[] {
  const validate = ajv.getSchema(`urn:cfw-flow:${name}`) ?? ajv.compile(outputSchema(name));
  validate(output);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
