// @module-tag slow
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../packages/published.ts';
import type { CommandThatEnds, CommandThatServes } from './command-runs.ts';
import { answers, CommandProcess } from './command-process.ts';
import { guideRuns } from './guide-runs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const limit = 100_000;
/** Commands whose answer is a table or a chart. */
const asking = /^cfw-flow (top|trend|detail|compare) /;
const endpoint = 'http://127.0.0.1:8239';

const runs = Object.entries(guideRuns);
const ending = runs.flatMap(([command, run]) => (run.kind === 'ends' ? [{ command, run }] : []));
const serving = runs.flatMap(([command, run]) => (run.kind === 'serves' ? [{ command, run }] : []));
const leftOut = runs.flatMap(([command, run]) =>
  run.kind === 'left out' ? [{ command, reason: run.reason }] : [],
);

let home: string;
let demo: CommandProcess;
let env: NodeJS.ProcessEnv;

/** A folder of its own with `files`, packed if they are named so. */
function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(home, 'reader-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith('.gz') ? gzipSync(content) : content);
  }
  return folder;
}

/** Starts a line that asks the demo, in a folder, which has what it names below `/var` and the like. */
function start(line: string, folder: string): CommandProcess {
  const within = line
    .replaceAll(/(?<=\s)\/(?=(etc|mnt|opt|srv|var)\/)/g, `${folder}/`)
    .replaceAll(endpoint, env['CFW_FLOW_ENDPOINT'] ?? endpoint);
  // The configuration of whoever runs the tests is not theirs.
  const own = { HOME: folder, XDG_CONFIG_HOME: join(folder, '.config') };
  return new CommandProcess(within, { cwd: folder, env: { ...env, ...own } });
}

// The commands of guides are those of a Linux machine.
describe.skipIf(process.platform !== 'linux')('the commands of the guides', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cfw-flow-guides-'));
    const program = join(home, 'cfw-flow');
    const main = join(root, 'apps/cli/src/main.ts');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
    chmodSync(program, 0o755);
    env = {
      ...process.env,
      PATH: `${home}${delimiter}${process.env['PATH']}`,
      NO_COLOR: '1',
      NODE_COMPILE_CACHE: join(home, 'compiled'),
    };
    demo = start('cfw-flow serve --demo --port 0', folderWith());
    env['CFW_FLOW_ENDPOINT'] = await addressOf(demo);
  });

  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  test.concurrent.for(ending)('$command: ends with success.', async ({ command, run }) => {
    const output = await untilEnd(command, run);
    if (asking.test(command)) expect(output.trim().split('\n').length).toBeGreaterThan(2);
  });

  test.concurrent.for(serving)('$command: answers.', async ({ command, run }) => {
    await whileServing(command, run);
  });

  const programs = leftOut.filter(({ command }) => command.startsWith('cfw-flow '));
  test.concurrent.for(programs)(
    '$command: left out ($reason), but takes these options.',
    async ({ command }) => {
      const [, name, ...words] = command.split(' ');
      const help = await untilEnd(`cfw-flow help ${name}`, { kind: 'ends' });
      for (const option of words.filter((word) => word.startsWith('--'))) {
        expect(help).toMatch(new RegExp(`${option}\\b`));
      }
    },
  );
});

async function untilEnd(command: string, { line, files }: CommandThatEnds): Promise<string> {
  await using running = start(line ?? command, folderWith(files));
  return await running.succeed(limit);
}

async function whileServing(command: string, { urls, files }: CommandThatServes): Promise<void> {
  await using server = start(`${command} --port 0`, folderWith(files));
  const address = await addressOf(server);
  for (const url of urls) expect(await answers(url.replace(endpoint, address))).toBe(true);
  await server.interrupt(limit);
}

/** Where a server listens, once it says so. */
async function addressOf(server: CommandProcess): Promise<string> {
  const [address] = await server.print(/http:\/\/127\.0\.0\.1:\d+(?=\/)/, limit);
  return address;
}
