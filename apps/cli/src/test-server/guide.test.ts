// @module-tag slow

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const home = path.join(import.meta.dirname, '../..');
const guide = await readFile(path.join(home, '../docs/guides/test-against-cfw.md'), 'utf8');
const programs = {
  typescript: [path.join(home, '../../node_modules/@typescript/native/bin/tsc'), '--noEmit'],
  vitest: [
    fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json'))),
    'run',
    '--root=.',
  ],
  'node:test': ['--test'],
  node: [],
};

type Runner = Exclude<keyof typeof programs, 'typescript'>;

const snippets = [...guide.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ''], index) => ({
  file: `snippet-${index + 1}.test.ts`,
  code,
  runner: (/from '(vitest|node:test)'/.exec(code)?.[1] ?? 'node') as Runner,
}));

// Inside the package, so that its own name resolves to it, as installed.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(home, '.guide-'));
  for (const { file, code } of snippets) await writeFile(path.join(folder, file), code);
  const config = { extends: '../tsconfig.json', include: ['*.ts'] };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  const env = { ...process.env, VITEST: undefined, NODE_OPTIONS: undefined, NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: folder, env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode, stdout, stderr };
}

describe('the guide to tests', () => {
  test('has snippets that compile.', async () => {
    expect(await run(...programs.typescript)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each(snippets)('has a $file that passes, run by $runner', async ({ file, runner }) => {
    const { code, stdout, stderr } = await run(...programs[runner], file);
    expect(stdout).not.toMatch(/Tests {2}no tests|tests 0/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
