// @module-tag slow
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { absolute, root } from './src/site-map.ts';
import { codeBlocks } from './src/testing/code-blocks.ts';
import { type Demo, startDemo } from './src/testing/demo.ts';

interface Snippet {
  file: string;
  code: string;
}

const run = promisify(execFile);

/** Snippets of guides, and the examples in the source of packages. */
const snippets = [
  ...globSync('apps/docs/guides/**/*.md', { cwd: root }),
  ...globSync('packages/*/src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] }),
].flatMap((path) => {
  const text = readFileSync(absolute(path), 'utf8').replaceAll(/^ \* ?/gm, '');
  const name = path.replaceAll(/\W/g, '-');
  return codeBlocks(text, 'ts').map((code, at): Snippet => ({ file: `${name}-${at}.ts`, code }));
});

/** Those that ask a server of the reader's own, or one that they start. */
const running = snippets.filter(({ code }) => /127\.0\.0\.1:8239'|startFakeServer\(/.test(code));

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
    compilerOptions: { lib: ['esnext', 'dom', 'dom.iterable'] },
    include: ['*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
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

  test.each(running)('run: $file.', async ({ file }) => {
    const { stderr } = await run(process.execPath, [file], { cwd: folder });
    expect(stderr).toBe('');
  });
});
