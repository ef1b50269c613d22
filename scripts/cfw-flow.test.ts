import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

/** A clock in which no time passes, or which needs none. */
const clocks = {
  'stands still': 'globalThis.setTimeout = () => {}',
  runs: 'globalThis.setTimeout = (act) => act()',
};

/** Runs the script with a turbo that does this, by a clock of its own. */
async function runWith(
  turbo: string,
  clock: keyof typeof clocks = 'stands still',
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-turbo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'turbo'), `#!/bin/sh\n${turbo}\n`);
  await chmod(join(folder, 'turbo'), 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const script = join(import.meta.dirname, 'cfw-flow.ts');
  return new Promise((resolve) => {
    const args = ['--import', `data:text/javascript,${clocks[clock]}`, script, 'formats', '--help'];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

// Windows runs no script as turbo.
describe.skipIf(process.platform === 'win32')('the command line in a checkout', () => {
  test('says nothing of a build that succeeds.', async () => {
    const { code, stdout, stderr } = await runWith('echo "Tasks: 3 successful"; echo cached >&2');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: cfw-flow formats/);
  });

  test('says what takes so long.', async () => {
    const { code, stderr } = await runWith('exit 0', 'runs');
    expect([code, stderr]).toEqual([0, 'Building the console …\n']);
  });

  test('says what a build said that failed, and runs nothing.', async () => {
    const { code, stdout, stderr } = await runWith('echo "index.html is wrong"; exit 3');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('index.html is wrong\n\nThe console could not be built, see above.\n');
  });
});
