import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';

/** Options for an endpoint that does not say what there is to ask about. */
export const whatToAsk = ['--log-type', 'nat', '--project', PROJECT, '--firewall', FIREWALL];

const program = path.join(import.meta.dirname, '../main.ts');

/** What a run of the program left behind. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program that is running. */
export interface Running {
  /** Waits until standard output matches. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
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

/** Starts `cfw-flow` as a person would, in a folder of its own unless told which. */
export function start(args: readonly string[], folder: string): Running {
  return startCommand(process.execPath, [program, ...args], folder);
}

/** Runs a line of a shell in which `cfw-flow` is the program. */
export function shell(line: string, folder: string): Promise<Outcome> {
  const named = `cfw-flow() { "${process.execPath}" "${program}" "$@"; }`;
  return startCommand('bash', ['-c', `${named}\n${line}`], folder).outcome;
}

function startCommand(command: string, args: readonly string[], folder: string): Running {
  // The configuration of whoever runs the tests is not theirs.
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TZ: 'UTC',
    NO_COLOR: '1',
    XDG_CONFIG_HOME: folder,
    APPDATA: folder,
  };
  // As if typed at a prompt, though the tests themselves are run by a script.
  delete env['npm_lifecycle_event'];
  delete env['FORCE_COLOR'];
  const child = spawn(command, args, { cwd: folder, env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const outcome = once(child, 'close').then(([code]): Outcome => ({ code, stdout, stderr }));
  return {
    input: child.stdin,
    outcome,
    async prints(pattern) {
      for (;;) {
        const found = pattern.exec(stdout);
        if (found) return found;
        const more = await Promise.race([once(child.stdout, 'data'), outcome]);
        if ('code' in more) {
          throw new Error(`It ended before it printed ${pattern}:\n${stdout}${stderr}`);
        }
      }
    },
    signal: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    end(signal = 'SIGINT') {
      child.kill(signal);
      return outcome;
    },
  };
}

/** Runs `cfw-flow` to its end. */
export function run(args: readonly string[], folder: string): Promise<Outcome> {
  return start(args, folder).outcome;
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
