import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { TerminalScreen } from './terminal-screen.ts';

const program = path.join(import.meta.dirname, '../main.ts');

/** Size of a terminal, in characters. */
export interface Size {
  columns: number;
  rows: number;
}

/** Whether there is what {@link startInTerminal} needs: `script` of util-linux. */
export const hasPseudoTerminals = process.platform === 'linux';

/** What a shell says of a program that Ctrl+Z stopped. */
const STOPPED = 128 + constants.signals.SIGTSTP;

/** Starts `cfw-flow` in a terminal of its own, as a person sees it. */
export function startInTerminal(args: readonly string[], folder: string, size: Size) {
  return startScriptInTerminal(program, args, folder, size);
}

/** Has whoever waits for an answer for some time wait as long as it takes: a busy machine is no slow server. */
const patient =
  '--import=data:text/javascript,AbortSignal.timeout=()=>new%20AbortController().signal';

/** Starts a script in a terminal of its own. */
export async function startScriptInTerminal(
  script: string,
  args: readonly string[],
  folder: string,
  size: Size,
) {
  const words = [process.execPath, patient, script, ...args].map((word) => `'${word}'`).join(' ');
  const resize = ({ columns, rows }: Size) => `cols ${columns} rows ${rows}`;
  const echo = "$(stty -a | grep -oE -- '-?\\becho\\b')";
  // Behind it: its exit code, and whether the terminal echoes again. Where Ctrl+Z stops it, Enter has it go on.
  const line =
    `set -m; stty ${resize(size)}; echo "$(tty) is ready"; ${words}; code=$?; ` +
    `while [ $code = ${STOPPED} ]; do echo "is stopped, ${echo}"; read -r; fg; code=$?; done; ` +
    `echo "ended with $code, ${echo}"`;
  const env = {
    ...process.env,
    TZ: 'UTC',
    NO_COLOR: '1',
    // It counts more than `NO_COLOR`.
    FORCE_COLOR: undefined,
    TERM: 'xterm-256color',
    XDG_CONFIG_HOME: folder,
    // Which `script` starts.
    SHELL: '/bin/bash',
  };
  const child = spawn('script', ['-qfec', line, '/dev/null'], { cwd: folder, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const screen = new TerminalScreen();
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    screen.write(text);
  });
  const ended = once(child, 'close');

  /** Waits until the screen matches, and is as high as it is to be. */
  async function shows(pattern: RegExp, rows?: number): Promise<string> {
    const isShown = () =>
      pattern.test(screen.rows.join('\n')) && (rows ?? screen.rows.length) === screen.rows.length;
    let isOver = false;
    while (!isShown()) {
      if (isOver) {
        throw new Error(`It ended before it showed ${pattern}:\n${screen.rows.join('\n')}`);
      }
      isOver = await Promise.race([
        once(child.stdout, 'data').then(() => false),
        ended.then(() => true),
      ]);
    }
    return screen.rows.join('\n');
  }

  const [, device = ''] = /(\S+) is ready/.exec(await shows(/is ready/))!;
  return {
    screen,
    shows,
    ended,
    types: (keys: string) => void child.stdin.write(keys),
    /** What was written since the last call. */
    takeOutput() {
      const taken = output;
      output = '';
      return taken;
    },
    /** In two steps, the columns first: a program may show both sizes one after the other. */
    resizes: (to: Size) => void execFileSync('stty', ['-F', device, ...resize(to).split(' ')]),
  };
}
