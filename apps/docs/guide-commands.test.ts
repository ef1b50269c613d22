// @module-tag slow
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { absolute, root } from './src/site-map.ts';
import { codeBlocks, commandsOf } from './src/testing/code-blocks.ts';
import { cfwFlow, type Demo, startDemo } from './src/testing/demo.ts';

const guides = ['apps/cli/AGENTS.md', ...globSync('apps/docs/guides/**/*.md', { cwd: root })].map(
  (path) => ({ name: basename(path, '.md'), text: readFileSync(absolute(path), 'utf8') }),
);

const commands = guides.flatMap(({ name, text }) =>
  commandsOf(text, 'cfw-flow').map((command) => [name, command] as const),
);

/** Commands that ask a server, which is the demo's where they name none. */
const asking = new Set(['top', 'trend', 'detail', 'compare']);

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo();
});

afterAll(() => {
  demo.stop();
});

describe('the commands of the guides', () => {
  const help = new Map<string, Promise<string>>();

  test.each(commands)('%s: %s takes these options.', async (_, command) => {
    const [, name = '', ...words] = command.split(' ');
    const text = await (help.get(name) ?? help.set(name, cfwFlow(['help', name])).get(name)!);
    for (const word of words.filter((one) => one.startsWith('--'))) {
      expect(text).toMatch(new RegExp(`${word}\\b`));
    }
  });

  const answered = commands.filter(
    ([, command]) => asking.has(command.split(' ')[1]!) && !/--(region|profile)/.test(command),
  );
  test.each(answered)('%s: %s is answered by the demo.', async (_, command) => {
    const [, ...args] = command.split(' ');
    expect((await cfwFlow(args, demo.endpoint)).split('\n').length).toBeGreaterThan(2);
  });
});

const requests = guides.flatMap(({ name, text }) =>
  codeBlocks(text, 'sh').flatMap((code) =>
    [...code.matchAll(/http:\/\/127\.0\.0\.1:8239(\/[^\s"']+)/g)].map(
      ([, path = '']) => [name, path] as const,
    ),
  ),
);

test.each(requests)('%s: the demo answers %s.', async (_, path) => {
  expect((await fetch(demo.endpoint + path)).status).toBe(200);
});
