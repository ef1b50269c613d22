import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ContractChange, contractChanges } from './contract-changes.ts';

const contract = join(import.meta.dirname, 'flow-log-analysis.yaml');

/** What changes when a piece of the contract is written otherwise. */
async function changesWith(before: string, after: string): Promise<ContractChange[]> {
  const text = await readFile(contract, 'utf8');
  expect(text).toContain(before);
  const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-contract-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const revision = join(folder, 'revision.yaml');
  await writeFile(revision, text.replace(before, after));
  return contractChanges(contract, revision);
}

test('the contract as it is has no changes.', async () => {
  expect(await contractChanges(contract, contract)).toEqual([]);
});

test.each<[string, string, string, ContractChange]>([
  [
    'a removed value of an enum breaks callers',
    'enum: [internet, nat, vpc, vgw]',
    'enum: [internet, nat, vpc]',
    { impact: 'major', text: "Enum of `LogType` lost values: 'vgw'." },
  ],
  [
    'a new value of an enum offers more',
    'enum: [internet, nat, vpc, vgw]',
    'enum: [internet, nat, vpc, vgw, dc]',
    {
      impact: 'minor',
      text: '`LogType.enum`: ["internet","nat","vpc","vgw"] became ["internet","nat","vpc","vgw","dc"].',
    },
  ],
  [
    'a new optional field offers more',
    '        associate_instance_type:\n',
    '        city:\n          type: string\n        associate_instance_type:\n',
    { impact: 'minor', text: '`FlowDetailsVO.city` is new.' },
  ],
  [
    'a field that may be absent now breaks callers',
    'required: [item, last_time, request_byte, response_byte, sessions]',
    'required: [item, last_time, request_byte, response_byte]',
    { impact: 'major', text: expect.stringContaining('`FlowDetailsVO`') },
  ],
  [
    'a newly required parameter breaks callers',
    '      name: range\n      in: query\n',
    '      name: range\n      in: query\n      required: true\n',
    { impact: 'major', text: '`range` query parameter became required.' },
  ],
  [
    'a widened range offers more',
    '      maximum: 1000\n      default: 5',
    '      maximum: 2000\n      default: 5',
    { impact: 'minor', text: '`Size.maximum`: 1000 became 2000.' },
  ],
  [
    'a narrowed range breaks callers',
    '      maximum: 1000\n      default: 5',
    '      maximum: 10\n      default: 5',
    { impact: 'major', text: expect.stringContaining('Upper bound of `Size`') },
  ],
  [
    'another default breaks callers',
    '      maximum: 1000\n      default: 5',
    '      maximum: 1000\n      default: 10',
    { impact: 'major', text: '`Size.default`: 5 became 10.' },
  ],
  [
    'a changed description is a patch',
    'description: Number of aggregated records, at most.',
    'description: How many records come.',
    {
      impact: 'patch',
      text: '`Size.description`: "Number of aggregated records, at most." became "How many records come.".',
    },
  ],
  [
    'a new operation offers more',
    'paths:\n',
    `paths:
  /v1/{project_id}/cfw/logs/flow-count:
    get:
      operationId: countFlows
      parameters: [{ $ref: '#/components/parameters/ProjectId' }]
      responses: { '200': { description: How many there are. } }
`,
    { impact: 'minor', text: '`/v1/{project_id}/cfw/logs/flow-count` is new.' },
  ],
  [
    'another path breaks callers',
    '  /v1/{project_id}/cfw/logs/flow-trend:',
    '  /v2/{project_id}/cfw/logs/flow-trend:',
    { impact: 'major', text: expect.stringContaining('flow-trend') },
  ],
])('%s.', async (_, before, after, change) => {
  expect(await changesWith(before, after)).toContainEqual(change);
});
