import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const main = path.join(import.meta.dirname, 'main.ts');

/** Runs the program as if Node had another version. */
function runAs(version: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    main,
    '--version',
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

it.each(['12.22.0', '20.20.2', '22.17.1'])(
  'Node %s is refused, with the one that is needed',
  async (version) => {
    const { code, stdout, stderr } = await runAs(version);
    expect([code, stdout]).toEqual([1, '']);
    const [, needed] = />=(.+)/.exec(manifest.engines.node)!;
    expect(stderr).toMatch(
      `error: cfw-flow needs Node.js ${needed} or later, and this is ${version} (`,
    );
  },
);

it.each(['22.18.0', '24.0.0'])('Node %s runs it', async (version) => {
  expect(await runAs(version)).toMatchObject({ code: 0, stderr: '' });
});

it('what checks the version imports nothing before, which an old Node could not read', async () => {
  const source = await readFile(main, 'utf8');
  expect(source).not.toMatch(/^(?:import|export)\b|\bawait [a-z]/m);
});
