import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from './start-server.ts';

const contracts = path.join(import.meta.dirname, '../../../../openapi');
const redocly = createRequire(path.join(contracts, 'package.json')).resolve(
  '@redocly/cli/bin/cli.js',
);

test('the server passes the acceptance that is written beside the contract', async () => {
  const flows = [
    ...Array.from({ length: 3 }, () => ({ src_ip: '192.0.2.10' })),
    { src_ip: '192.0.2.11' },
  ];
  const { endpoint, projectId, firewallId, close } = await startServer({ flows });
  onTestFinished(close);
  const inputs = [`project_id=${projectId}`, `fw_instance_id=${firewallId}`, 'log_type=internet'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      redocly,
      'respect',
      'flow-log-analysis.arazzo.yaml',
      '--server',
      `cfw=${endpoint}`,
      ...inputs.flatMap((input) => ['--input', input]),
    ],
    // It asks the proxy of the environment for this machine, too, unless that is told otherwise.
    { cwd: contracts, env: { ...process.env, REDOCLY_TELEMETRY: 'off', NO_PROXY: '127.0.0.1' } },
  ).catch((failure: { stdout: string }) => failure);
  const report = stripVTControlCharacters(stdout);
  expect(report).toMatch(/Steps: 14 passed, 14 total/);
  expect(report).not.toContain('✗');
});
