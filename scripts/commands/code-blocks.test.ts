import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { codeBlocks } from './code-blocks.ts';
import { documents, readDocument } from './documents.ts';

/** What says that a block is code of its language: it throws if not. */
type Check = (code: string, context: TestContext) => void;

const checks: Readonly<Record<string, Check>> = {
  json: (code) => void JSON.parse(code),
  yaml: (code) => void parse(code),
  python: (code, context) =>
    accepts(context, 'python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], code),
  hcl: (code, context) => accepts(context, 'terraform', ['fmt', '-check', '-'], code),
  ini: checkUnit,
};

/** What has no check here, and why. */
const leftOut: Readonly<Record<string, string>> = {
  sh: 'command-runs.ts and guide-runs.ts say how each line is tried',
  console: 'command-runs.ts and guide-runs.ts say how each line is tried',
  ts: 'the tests of snippets compile and run it, in apps/docs and in packages',
  typescript: 'container.test.ts runs what the container runs; the module is not a dependency here',
  sql: 'a test of the backups of store-duckdb runs it',
  text: 'is what a program prints, or a drawing',
};

const blocks = documents.flatMap((document) =>
  codeBlocks(readDocument(document)).map(({ language, code }, at) => ({
    name: `${document}, block ${at + 1}`,
    language,
    code,
  })),
);

describe('the blocks of code of the documents', () => {
  test('are of languages that are checked, or left out for a reason.', () => {
    const known = [...Object.keys(checks), ...Object.keys(leftOut)];
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
  });

  const checked = blocks.filter(({ language }) => language in checks);
  test.for(checked)('are code: $language in $name', ({ language, code }, context) => {
    checks[language]!(code, context);
  });
});

test('A block ends where its fence is indented as at its beginning.', () => {
  const markdown = ['1. One:', '', '   ```sh', '   ls', '   ```', '', '```', 'a', '```'].join('\n');
  expect(codeBlocks(markdown)).toEqual([
    { language: 'sh', code: '   ls\n' },
    { language: '', code: 'a\n' },
  ]);
});

/** A unit of systemd, whose program is here another one. */
function checkUnit(code: string, context: TestContext): void {
  const folder = mkdtempSync(join(tmpdir(), 'cfw-flow-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'cfw-flow.service');
  writeFileSync(path, code.replace('/usr/local/bin/cfw-flow', process.execPath));
  accepts(context, 'systemd-analyze', ['verify', path]);
}

/** Fails unless a program ends with success and has nothing to say. Not every machine has it. */
function accepts(context: TestContext, program: string, args: string[], input = ''): void {
  // Windows has a `python3` that only leads to a shop.
  if (process.platform === 'win32') context.skip('The programs are those of Linux and macOS.');
  // Programs complain about a locale that the machine lacks.
  const env = { ...process.env, LC_ALL: 'C', TF_CLI_CONFIG_FILE: '/dev/null' };
  const options = { input, env, encoding: 'utf8' } as const;
  const { error, status, stderr, stdout } = spawnSync(program, args, options);
  if (error !== undefined) context.skip(`${program} is not installed here.`);
  expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: '' });
}
