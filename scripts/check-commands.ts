// Runs every command that README.md and CONTRIBUTING.md tell of, each in a fresh clone of what is
// committed, where nothing is installed, built or cached yet. Fails when one fails, and when
// commands/command-runs.ts doesn't say how one is tried. With words behind it, only the commands
// that have one of these words are run.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answers, CommandProcess } from './commands/command-process.ts';
import {
  commandRuns,
  type CommandThatEnds,
  type CommandThatServes,
} from './commands/command-runs.ts';
import { outerEnvironment } from './commands/outer-environment.ts';
import { root, workspaceCommands } from './commands/workspace-commands.ts';

/** The longest that a command may take to end or to answer, in milliseconds. */
const limit = 600_000;
/** The longest that a server may take to end once it is interrupted, in milliseconds. */
const limitOfInterrupt = 30_000;

const words = process.argv.slice(2);
const env = outerEnvironment(process.env);
const temporary = mkdtempSync(join(tmpdir(), 'cfw-flow-commands-'));
process.once('exit', () => remove(temporary));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (execFileSync('git', ['status', '--porcelain'], { cwd: root }).length > 0) {
  console.log('What is not committed is not in the clones.');
}
const commands = workspaceCommands().filter(
  (command) => words.length === 0 || words.some((word) => command.split(' ').includes(word)),
);
let faults = 0;
if (commands.length === 0) {
  faults++;
  console.error(`No documented command has the word ${words.join(' or ')}.`);
}
for (const command of commands) {
  const begin = performance.now();
  let line: string;
  try {
    line = await tryCommand(command);
  } catch (error) {
    faults++;
    line = `✗ ${command}\n${error instanceof Error ? error.message : String(error)}`;
  }
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`${String(seconds).padStart(4)}s  ${line}`);
}
process.exitCode = faults > 0 ? 1 : 0;

/** Tries one command in a clone of its own, and gives back the line that reports it. */
async function tryCommand(command: string): Promise<string> {
  const run = commandRuns[command];
  if (run === undefined) {
    throw new Error('It is documented, but scripts/commands/command-runs.ts has no entry for it.');
  }
  if (run.kind === 'left out') return `- ${command}: left out, ${run.reason}`;
  const clone = mkdtempSync(join(temporary, 'clone-'));
  try {
    execFileSync('git', ['clone', '--quiet', root, clone], { env });
    if (run.kind === 'serves') await whileServing(clone, command, run, async () => {});
    else await untilEnd(clone, command, run);
  } finally {
    remove(clone);
  }
  const line = run.kind === 'ends' ? run.line : undefined;
  return `✓ ${command}${line === undefined ? '' : `: run as ${line}`}`;
}

async function untilEnd(clone: string, command: string, run: CommandThatEnds): Promise<void> {
  writeFiles(clone, run.files);
  const succeed = async () => {
    await using running = new CommandProcess(run.line ?? command, { cwd: clone, env });
    await running.succeed(limit);
  };
  const server = run.beside === undefined ? undefined : commandRuns[run.beside];
  if (server?.kind === 'serves') await whileServing(clone, run.beside!, server, succeed);
  else await succeed();
}

/** Starts a command that serves, does `work` once it answers, and ends it. */
async function whileServing(
  clone: string,
  command: string,
  { urls, files }: CommandThatServes,
  work: () => Promise<void>,
): Promise<void> {
  for (const url of urls) {
    if (await answers(url)) throw new Error(`Something serves ${url} already. End it first.`);
  }
  writeFiles(clone, files);
  await using server = new CommandProcess(command, { cwd: clone, env });
  for (const url of urls) await server.answer(url, limit);
  await work();
  await server.interrupt(limitOfInterrupt);
}

function writeFiles(clone: string, files: Readonly<Record<string, string>> = {}): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(clone, dirname(path)), { recursive: true });
    writeFileSync(join(clone, path), content);
  }
}

/** What has just been killed may still be writing. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
