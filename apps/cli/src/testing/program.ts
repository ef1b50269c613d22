import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { actingAt, type Moment } from './moment.ts';

/** Options for an endpoint that does not say what there is to ask about. */
export const whatToAsk = ['--log-type', 'nat', '--project', PROJECT, '--firewall', FIREWALL];

const program = path.join(import.meta.dirname, '../main.ts');

/** What a run of the program left behind. */
export interface Outcome {
  code: number | null;
  stdout: string;
  /** Without lines of progress: only a machine that is slow, or was halted, has them. */
  stderr: string;
}

/** Lines of progress, which come where no terminal is, when something takes long. */
const progress =
  /^(?:Loading|Rolling up|Verifying|Restoring|Re-enriching|Backing up|Exporting|Making seven days of traffic): .*\n/gm;

/** A program that is running. */
export interface Running {
  /** Waits until standard output matches. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits until standard error matches. */
  notes(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Outcome>;
  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void;
  /** Closes the reading end of its standard output. */
  stopReading(): void;
  /** Its standard input. */
  input: Writable;
  /** Its end. */
  outcome: Promise<Outcome>;
}

/**
 * Starts `cfw-flow` as a person would, in a folder.
 *
 * @param moment - when it acts by itself
 */
export function start(args: readonly string[], folder: string, moment?: Moment): Running {
  const { nodeArgs = [], env } = moment === undefined ? {} : actingAt(moment);
  return startCommand(process.execPath, [...nodeArgs, program, ...args], folder, env);
}

/** Runs a line of a shell in which `cfw-flow` is the program. */
export function shell(line: string, folder: string): Promise<Outcome> {
  const named = `cfw-flow() { "${process.execPath}" "${program}" "$@"; }`;
  // Of a locale that is not installed, the shell would warn.
  return startCommand('bash', ['-c', `${named}\n${line}`], folder, { LC_ALL: 'C' }).outcome;
}

function startCommand(
  command: string,
  args: readonly string[],
  folder: string,
  more: NodeJS.ProcessEnv = {},
): Running {
  // The configuration of whoever runs the tests is not theirs.
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TZ: 'UTC',
    NO_COLOR: '1',
    XDG_CONFIG_HOME: folder,
    APPDATA: folder,
    ...more,
  };
  // As if typed at a prompt, though the tests themselves are run by a script.
  delete env['npm_lifecycle_event'];
  delete env['FORCE_COLOR'];
  const child = spawn(command, args, { cwd: folder, env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const outcome = once(child, 'close').then(([code]): Outcome => ({
    code,
    stdout,
    stderr: stderr.replace(progress, ''),
  }));
  async function until(stream: Readable, pattern: RegExp, written: () => string) {
    let isOver = false;
    for (;;) {
      const found = pattern.exec(written());
      if (found) return found;
      if (isOver) throw new Error(`It ended before it wrote ${pattern}:\n${stdout}${stderr}`);
      isOver = await Promise.race([
        once(stream, 'data').then(() => false),
        outcome.then(() => true),
      ]);
    }
  }
  return {
    input: child.stdin,
    outcome,
    prints: (pattern) => until(child.stdout, pattern, () => stdout),
    notes: (pattern) => until(child.stderr, pattern, () => stderr),
    signal: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    end(signal = 'SIGINT') {
      child.kill(signal);
      return outcome;
    },
  };
}

/**
 * Runs `cfw-flow` to its end.
 *
 * @param moment - when it acts by itself
 */
export function run(args: readonly string[], folder: string, moment?: Moment): Promise<Outcome> {
  return start(args, folder, moment).outcome;
}

/**
 * A server that is ready, on a free port.
 *
 * @param whenOver - is given what ends it; it ends with the test when left out
 */
export async function serve(
  args: readonly string[],
  folder: string,
  whenOver: (end: () => Promise<void>) => void = onTestFinished,
) {
  const running = start(['serve', '--port', '0', ...args], folder);
  whenOver(async () => void (await running.end('SIGKILL')));
  const [, url = ''] = await running.prints(/Console {2}(http:\S+)\/[^]*Ctrl\+C/);
  return { ...running, url };
}

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cfw-flow-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the files named, which goes with the test. */
export async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}

/** The words of a line, as a shell would split them. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** Runs a line that the program printed. */
export function runLine(line: string, folder: string): Promise<Outcome> {
  // The words before `top` name the program.
  const all = words(line);
  return run(all.slice(all.indexOf('top')), folder);
}
