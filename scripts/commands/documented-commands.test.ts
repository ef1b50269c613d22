import { describe, expect, test } from 'vitest';
import { documentedCommands } from './documented-commands.ts';

function commandsOf(...lines: string[]): string[] {
  return documentedCommands(lines.join('\n'), ['build', 'docs', 'test']);
}

describe('the commands of a document', () => {
  test('are the lines of a shell block, without their comments.', () => {
    expect(
      commandsOf('```sh', '# first', 'npm ci    # once', '', '.ci/run', '```', 'npm test'),
    ).toEqual(['npm ci', '.ci/run']);
  });

  test('go on in the next line after a backslash or a pipe.', () => {
    expect(commandsOf('```sh', 'npm ci \\', '  --offline', 'cat a |', '  wc', 'ls', '```')).toEqual(
      ['npm ci --offline', 'cat a | wc', 'ls'],
    );
  });

  test('are the lines after $ of a terminal session, not its output.', () => {
    expect(commandsOf('```console', '$ npx -y pnpm@12 test', '# 3 passed', '```')).toEqual([
      'npx -y pnpm@12 test',
    ]);
  });

  test('are found in a block of no known language, too.', () => {
    expect(commandsOf('```', 'npx -y pnpm@12 test', 'types ← server', '```')).toEqual([
      'npx -y pnpm@12 test',
    ]);
  });

  test('are what a table of commands lists, and what it says of them.', () => {
    expect(
      commandsOf(
        '| command             | what it does                               |',
        '| ------------------- | ------------------------------------------ |',
        '| `build`             | all packages into their `dist`             |',
        '| `run docs`, `other` | the site. `pnpm docs` is another command   |',
        '| `test`              | all tests. `test -t window` runs only some |',
      ),
    ).toEqual([
      'npx -y pnpm@12 build',
      'npx -y pnpm@12 run docs',
      'npx -y pnpm@12 other',
      'npx -y pnpm@12 test',
      'npx -y pnpm@12 test -t window',
    ]);
  });

  test('are not the names that another table lists.', () => {
    expect(
      commandsOf('| package | what it is |', '| --- | --- |', '| `build` | `npx -y a` |'),
    ).toEqual(['npx -y a']);
  });

  test('stand in the text where they are whole.', () => {
    expect(commandsOf('`build` runs first, `npx -y pnpm@12 test -u` and `.ci/run` later.')).toEqual(
      ['npx -y pnpm@12 test -u', '.ci/run'],
    );
  });

  test('are not the words that go before each of them.', () => {
    expect(commandsOf('With `npx -y pnpm@12` before each.')).toEqual([]);
  });

  test('are each there once.', () => {
    expect(commandsOf('`.ci/run`', '```sh', '.ci/run', '```')).toEqual(['.ci/run']);
  });
});
