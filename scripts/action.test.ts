// @module-tag slow
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { validateAction } from '@action-validator/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './packages/published.ts';
import { freePort, temporaryFolder, writeNpx } from './testing/npx.ts';

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: { env: Record<string, string>; run: string }[] };
}

const text = readFileSync(join(root, 'action.yml'), 'utf8');
const { inputs, runs } = parse(text) as Action;

/** What the step is given for its expressions. */
function environmentOf(expressions: Record<string, string>, given: Record<string, string>) {
  return Object.entries(expressions).map(([name, expression]) => {
    const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression) ?? [];
    return [name, given[input] ?? inputs[input]!.default] as const;
  });
}

/**
 * Runs the action's step as a runner does.
 *
 * @param instead - what npx runs in place of the program
 */
async function act(given: Record<string, string>, instead?: string) {
  const folder = temporaryFolder();
  writeNpx(folder, instead);
  const output = join(folder, 'output');
  const [step] = runs.steps;
  const env = {
    ...process.env,
    ...Object.fromEntries(environmentOf(step!.env, given)),
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: output,
  };
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run];
  const outcome = await new Promise<{ code: number; said: string }>((resolve) => {
    execFile('bash', args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
  const outputs = existsSync(output) ? readFileSync(output, 'utf8') : '';
  return { ...outcome, endpoint: /^endpoint=(.*)$/m.exec(outputs)?.[1] };
}

test('The action is one that GitHub takes.', () => {
  expect(validateAction(text)).toMatchObject({ actionType: 'action', errors: [] });
});

describe.skipIf(process.platform === 'win32')('the action', () => {
  const flow = {
    src_ip: '192.0.2.10',
    dst_ip: '198.51.100.7',
    protocol: 'TCP',
    log_type: 'internet',
    direction: 'in2out',
    to_s_bytes: 1,
    to_c_bytes: 2,
    end_time: Date.UTC(2024, 3, 29),
  };

  test('serves logs, whatever their paths have in them, until the job ends.', async () => {
    const folder = temporaryFolder();
    const logs = ['a.log', 'b $(exit 1).log'].map((name) => join(folder, name));
    for (const [at, log] of logs.entries()) {
      writeFileSync(log, `${JSON.stringify({ ...flow, to_s_bytes: at })}\n`);
    }
    const { code, said, endpoint } = await act({ logs: logs.join('\n'), port: await freePort() });
    expect([code, said]).toEqual([0, expect.stringContaining('2 flows loaded from 2 files')]);
    expect(await (await fetch(`${endpoint}/healthz`)).json()).toEqual({ status: 'ok' });
  });

  test('serves made-up traffic without logs, on any port that is free.', async () => {
    const { endpoint } = await act({ port: '0' });
    const context = await (await fetch(`${endpoint}/console/context.json`)).json();
    expect(context).toMatchObject({ project_id: inputs['project']!.default });
  });

  test('fails with what the server said when it can not serve.', async () => {
    const { code, said } = await act({ logs: 'missing/', port: await freePort() });
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(
        /no file or folder missing\/[^]*::error title=cfw-flow::cfw-flow ended/,
      ),
    ]);
  });

  test('fails when the server is not ready in time.', async () => {
    const { code, said } = await act({ port: '0', timeout: '0' }, 'sleep 600');
    expect([code, said]).toEqual([1, expect.stringContaining('was not ready after 0 seconds')]);
  });

  test('does not run what an input says.', async () => {
    const made = join(temporaryFolder(), 'made');
    const { code, said } = await act({ timeout: `a[$(touch ${made})]` });
    expect([code, said]).toEqual([1, expect.stringContaining('a number of seconds')]);
    expect(existsSync(made)).toBe(false);
  });

  test('does not take another server on its port for its own.', async () => {
    const other = createServer((_, response) => response.end('{"status":"ok"}'));
    onTestFinished(() => void other.close());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, said } = await act({ port: String(port) });
    expect([code, said]).toEqual([
      1,
      expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
    ]);
  });
});
