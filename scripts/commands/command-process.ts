import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A command line that runs in a shell, as a group of processes that ends together. */
export class CommandProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #line: string;
  /** The exit code, or the signal, once neither the shell nor what it started runs any more. */
  readonly #closed: Promise<number | string>;
  #isClosed = false;
  #output = '';

  /**
   * Starts it.
   *
   * @param line - what a person would type
   * @param options - the folder that it runs in, and its environment
   */
  constructor(line: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.#line = line;
    this.#child = spawn('bash', ['-c', line], {
      ...options,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    // Whatever ends this process, the group doesn't outlive it.
    const kill = () => this.#signal('SIGKILL');
    process.prependOnceListener('exit', kill);
    this.#closed = once(this.#child, 'close').then(([code, signal]: unknown[]) => {
      this.#isClosed = true;
      process.off('exit', kill);
      return typeof code === 'number' ? code : String(signal);
    });
  }

  /**
   * Waits for its end.
   *
   * @returns its output
   * @throws an `Error` with its output when it fails, or runs for longer than `limit` milliseconds
   */
  async succeed(limit: number): Promise<string> {
    const code = await this.#endWithin(limit);
    if (code === undefined) throw this.#failure(`hasn't ended after ${limit / 1000} s`);
    if (code !== 0) throw this.#failure(`ended with ${code}`);
    return this.#output;
  }

  /**
   * Waits until an address answers with success.
   *
   * @throws an `Error` with its output when it ends before that, or `limit` milliseconds have passed
   */
  async answer(url: string, limit: number): Promise<void> {
    const deadline = Date.now() + limit;
    while (!(await answers(url))) {
      if (this.#isClosed) throw this.#failure(`ended before ${url} answered`);
      if (Date.now() > deadline) {
        throw this.#failure(`doesn't answer at ${url} after ${limit / 1000} s`);
      }
      await sleep(200);
    }
  }

  /**
   * Waits until its output matches.
   *
   * @throws an `Error` with its output when it ends before that, or `limit` milliseconds have passed
   */
  async print(pattern: RegExp, limit: number): Promise<RegExpExecArray> {
    const deadline = Date.now() + limit;
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found) return found;
      if (this.#isClosed) throw this.#failure(`ended before it printed ${pattern}`);
      if (Date.now() > deadline) {
        throw this.#failure(`hasn't printed ${pattern} after ${limit / 1000} s`);
      }
      await sleep(200);
    }
  }

  /**
   * Interrupts it, as Ctrl+C does.
   *
   * @param limit - how long it may take to end, in milliseconds
   * @throws an `Error` with its output when it goes on nevertheless
   */
  async interrupt(limit: number): Promise<void> {
    this.#signal('SIGINT');
    if ((await this.#endWithin(limit)) === undefined) {
      throw this.#failure(`hasn't ended ${limit / 1000} s after Ctrl+C`);
    }
  }

  /** Leaves nothing of it behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#signal('SIGKILL');
    await this.#closed;
  }

  async #endWithin(limit: number): Promise<number | string | undefined> {
    const timer = new AbortController();
    try {
      return await Promise.race([this.#closed, sleep(limit, undefined, { signal: timer.signal })]);
    } finally {
      timer.abort();
    }
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.#child.pid!, signal);
    } catch (error) {
      // The group is gone already.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #failure(what: string): Error {
    const lines = this.#output.trimEnd().split('\n');
    const shown = lines.slice(-40).map((line) => `  ${line}`);
    return new Error([`${this.#line} ${what}. The end of its output:`, ...shown].join('\n'));
  }
}

/** Whether an address answers with success. */
export async function answers(url: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}
