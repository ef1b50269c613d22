// @module-tag slow
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { absolute, root } from './src/site-map.ts';
import { codeBlocks } from './src/testing/code-blocks.ts';
import { type Demo, startDemo } from './src/testing/demo.ts';

interface Snippet {
  file: string;
  code: string;
  runner: keyof typeof runners;
}

/** By what is imported of them, how tests are run; other snippets are programs. */
const runners = {
  vitest: [
    fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json'))),
    'run',
    // A busy machine takes longer than readers wait.
    ...['test', 'hook', 'teardown'].map((what) => `--${what}Timeout=60000`),
  ],
  'node:test': ['--test'],
  node: [],
};

const run = promisify(execFile);

/**
 * Snippets of guides and READMEs, and the examples in the source of packages. The READMEs of
 * fetch-client and signature have tests in their packages, which compare what is printed, too.
 */
const snippets = [
  ...globSync(['README.md', 'apps/docs/guides/**/*.md', '{apps,packages}/*/{README,AGENTS}.md'], {
    cwd: root,
    exclude: ['packages/{fetch-client,signature}/README.md'],
  }),
  ...globSync('{packages/*/src,apps/cli/src/test-server}/**/*.ts', {
    cwd: root,
    exclude: ['**/*.test.ts'],
  }),
].flatMap((path) => {
  const text = readFileSync(absolute(path), 'utf8').replaceAll(/^ \* ?/gm, '');
  const name = path.replaceAll(/\W/g, '-');
  return codeBlocks(text, 'ts').map((code, at): Snippet => {
    const [, imported = 'node'] = /from '(vitest|node:test)'/.exec(code) ?? [];
    return { file: `${name}-${at}.test.ts`, code, runner: imported as Snippet['runner'] };
  });
});

/**
 * Those that ask a server of the reader's own, or one that they start, or none; but not those that
 * serve until they are ended.
 */
const running = snippets.filter(
  ({ code }) =>
    /127\.0\.0\.1:8239'|startFakeServer\(|startServer\(|serverFixture\(|setupServer\(|openMemoryStore\(|'@cfw-flow\/types/.test(
      code,
    ) && !code.includes('.listen('),
);

/** Stands for the reader's own store, that the README of the store package tests. */
const ownStore = `import { openMemoryStore } from '@cfw-flow/store/testing';
export const openMyStore = async (...options: Parameters<typeof openMemoryStore>) =>
  openMemoryStore(...options);`;

const env = {
  ...process.env,
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  NODE_OPTIONS: undefined,
  NODE_TEST_CONTEXT: undefined,
};

let folder: string;
let demo: Demo;

// Within the package, so that the packages are found as an installation finds them.
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, '.snippets-'));
  demo = await startDemo();
  for (const { file, code } of snippets) {
    await writeFile(join(folder, file), code.replaceAll('http://127.0.0.1:8239', demo.endpoint));
  }
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { lib: ['esnext', 'dom', 'dom.iterable'], noUnusedLocals: false },
    include: ['*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'my-store.ts'), ownStore);
});

afterAll(async () => {
  demo.stop();
  await rm(folder, { recursive: true });
});

describe('the snippets of the documentation', () => {
  test('compile.', async () => {
    const tsc = absolute('node_modules/@typescript/native/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '--noEmit'], { cwd: folder }).catch(
      (failure: { stdout: string }) => failure,
    );
    expect(stdout).toBe('');
  });

  test.each(running)('run: $file', async ({ file, runner }) => {
    const args = [...runners[runner], file];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env });
    expect(stderr).toBe('');
    if (runner !== 'node') expect(stdout).toMatch(/(Tests {2}|pass )[1-9]/);
  });
});
