// @module-tag slow

import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { run, serve, temporaryFolder } from '../testing/program.ts';

/** Where the samples ask. */
const documented = 'http://127.0.0.1:8239';

const operations = Object.values(contract.paths).map(({ get }) => ({
  id: get.operationId,
  samples: new Map(get['x-codeSamples'].map(({ label, source }) => [label, source])),
}));

/** Runs a program in TypeScript that may import the client; gives the answer that it got. */
async function answerOf(program: string): Promise<object> {
  const args = [
    '--input-type=module-typescript',
    '-e',
    `${program}\nconsole.log(JSON.stringify(answer));`,
  ];
  const cwd = path.join(import.meta.dirname, '../..');
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
  return JSON.parse(stdout) as object;
}

/** Runs a program in Python; gives the answer that it got. */
async function pythonAnswerOf(program: string): Promise<object> {
  const printing = `${program}\nprint(json.dumps(answer))`;
  // Unlike Node, it asks the proxy of the environment for this machine, too.
  const env = { ...process.env, no_proxy: '127.0.0.1' };
  const { stdout } = await promisify(execFile)('python3', ['-c', printing], { env });
  return JSON.parse(stdout) as object;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the samples of the contract', () => {
  it('do what they show, against the demo', async () => {
    const folder = await temporaryFolder();
    const { url } = await serve(['--demo'], folder);
    for (const { id, samples } of operations) {
      const program = samples.get('@cfw-flow/fetch-client')!.replace(documented, url);
      const answer = await answerOf(program);
      const [, request = ''] = /^curl '(.+)'$/.exec(samples.get('curl')!) ?? [];
      const response = await fetch(request.replace(documented, url));
      const { data } = (await response.json()) as { data: object };
      expect({ id, status: response.status, fields: Object.keys(data) }).toEqual({
        id,
        status: 200,
        fields: Object.keys(answer),
      });
      const [name, ...args] = samples.get('cfw-flow')!.split(' ');
      const { code, stdout, stderr } = await run([...args, '--endpoint', url], folder);
      expect({ id, name, code, stderr }).toEqual({ id, name: 'cfw-flow', code: 0, stderr: '' });
      expect(stdout.split('\n').length).toBeGreaterThan(3);
    }
  });

  it.runIf(hasPython)('ask the same in Python', async () => {
    const { url } = await serve(['--demo'], await temporaryFolder());
    for (const { id, samples } of operations) {
      const answer = await pythonAnswerOf(samples.get('Python')!.replace(documented, url));
      const expected = await answerOf(
        samples.get('@cfw-flow/fetch-client')!.replace(documented, url),
      );
      expect({ id, fields: Object.keys(answer) }).toEqual({ id, fields: Object.keys(expected) });
    }
  });
});
