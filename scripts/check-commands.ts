// Runs every documented command of the workspace in a clone of what is committed: those of README.md
// and CONTRIBUTING.md, and what other documents run by pnpm. The first one finds nothing installed;
// each finds nothing built or cached, and no file of the one before. Fails when one fails, and when
// commands/command-runs.ts doesn't say how one is tried. With words behind it, only the commands that
// have one of these words are run.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answers, CommandProcess } from './commands/command-process.ts';
import {
  commandRuns,
  type CommandThatEnds,
  type CommandThatServes,
} from './commands/command-runs.ts';
import { outerEnvironment } from './commands/outer-environment.ts';
import { workspaceCommands } from './commands/documents.ts';
import { root } from './packages/published.ts';

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
const clone = join(temporary, 'clone');
execFileSync('git', ['clone', '--quiet', root, clone], { env });
for (const [command, besides] of Map.groupBy(commands, serverOrSelf)) {
  await attempt(command, (run) => {
    if (run.kind === 'ends') return untilEnd(command, run);
    return whileServing(command, run, async () => {
      for (const other of besides.filter((name) => name !== command)) {
        await attempt(other, (otherRun) => untilEnd(other, otherRun as CommandThatEnds));
      }
    });
  });
  forgetRuns();
}
process.exitCode = faults > 0 ? 1 : 0;

/** The command that serves while this one runs, which is itself when it needs none. */
function serverOrSelf(command: string): string {
  const run = commandRuns[command];
  return (run?.kind === 'ends' ? run.beside : undefined) ?? command;
}

/** Tries a command, and prints what came of it. */
async function attempt(
  command: string,
  work: (run: CommandThatEnds | CommandThatServes) => Promise<void>,
): Promise<void> {
  const begin = performance.now();
  const line = await outcomeOf(command, work);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`${String(seconds).padStart(4)}s  ${line}`);
}

async function outcomeOf(
  command: string,
  work: (run: CommandThatEnds | CommandThatServes) => Promise<void>,
): Promise<string> {
  const run = commandRuns[command];
  if (run?.kind === 'left out') return `- ${command}: left out, ${run.reason}`;
  try {
    if (run === undefined) {
      throw new Error(
        'It is documented, but scripts/commands/command-runs.ts has no entry for it.',
      );
    }
    await work(run);
  } catch (error) {
    faults++;
    return `✗ ${command}\n${error instanceof Error ? error.message : String(error)}`;
  }
  const line = run.kind === 'ends' ? run.line : undefined;
  return `✓ ${command}${line === undefined ? '' : `: run as ${line}`}`;
}

async function untilEnd(command: string, run: CommandThatEnds): Promise<void> {
  writeFiles(run.files);
  await using running = new CommandProcess(run.line ?? command, { cwd: clone, env });
  await running.succeed(limit);
}

/** Starts a command that serves, does `work` once it answers, and ends it. */
async function whileServing(
  command: string,
  { urls, files }: CommandThatServes,
  work: () => Promise<void>,
): Promise<void> {
  for (const url of urls) {
    if (await answers(url)) throw new Error(`Something serves ${url} already. End it first.`);
  }
  writeFiles(files);
  await using server = new CommandProcess(command, { cwd: clone, env });
  for (const url of urls) await server.answer(url, limit);
  await work();
  await server.interrupt(limitOfInterrupt);
}

/** Leaves in the clone what is committed and what was installed. */
function forgetRuns(): void {
  execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: clone, env });
  execFileSync('git', ['clean', '-xdfq', '-e', 'node_modules'], { cwd: clone, env });
  for (const cache of globSync('{.,openapi,packages/*,apps/*}/node_modules/.{cache,vite}', {
    cwd: clone,
  })) {
    remove(join(clone, cache));
  }
}

function writeFiles(files: Readonly<Record<string, string>> = {}): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(clone, dirname(path)), { recursive: true });
    writeFileSync(join(clone, path), content);
  }
}

/** What has just been killed may still be writing. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
