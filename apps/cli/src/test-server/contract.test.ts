// @module-tag slow

import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ContractOperation,
  faultyQuestions,
  operations,
  queryOf,
  questions,
} from '../testing/contract-questions.ts';
import { afterSampleFlows, known, sampleFlows } from '../testing/sample-flows.ts';
import { startServer, type TestServer } from './index.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ flows: sampleFlows, now: () => afterSampleFlows });
});

afterAll(() => server.close());

async function ask({ path }: ContractOperation, query: string) {
  const url = new URL(path.replace('{project_id}', server.projectId), server.endpoint);
  url.search = query;
  const response = await fetch(url);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(contract, 'contract');

/** What is wrong with a body by the contract. */
function faultsOf(schema: string, body: unknown) {
  const validate = ajv.getSchema(`contract#/components/schemas/${schema}`)!;
  validate(body);
  return validate.errors ?? [];
}

describe.each(operations)('$id', (operation) => {
  const valid = questions(operation, known);

  test('answers every question that the contract allows, as it says.', () =>
    fc.assert(
      fc.asyncProperty(valid, async (question) => {
        const { status, body } = await ask(operation, queryOf(question));
        expect({ status, faults: faultsOf(operation.answer, body) }).toEqual({
          status: 200,
          faults: [],
        });
      }),
      { numRuns: 100 },
    ));

  test('refuses every question with one fault, and names the parameter that has it.', () =>
    fc.assert(
      fc.asyncProperty(faultyQuestions(operation, valid), async ({ parameter, fault, query }) => {
        const { status, body } = await ask(operation, query);
        expect({ status, faults: faultsOf('ErrorRsp', body) }).toEqual({ status: 400, faults: [] });
        expect(body).toEqual({
          error_code: fault === 'is missing' ? 'CFW.00200001' : 'CFW.00200003',
          error_msg: expect.stringMatching(
            new RegExp(`^(Missing|Invalid) parameter ${parameter}\\b`),
          ),
        });
      }),
      { numRuns: 200 },
    ));
});
