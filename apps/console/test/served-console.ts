import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../dist/index.html', import.meta.url));
const program = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** A `cfw-flow serve` of its own. */
export interface ServedConsole {
  /** Where the page is, with a slash at its end. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts `cfw-flow serve` and waits until it says where the console is.
 *
 * @param folder - where it runs and keeps its data
 */
export async function serveConsole(folder: string, args: string[]): Promise<ServedConsole> {
  if (!existsSync(built)) {
    throw new Error('The console is not built: run `pnpm --filter @cfw-flow/console build` first.');
  }
  const server = spawn(process.execPath, [program, 'serve', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await consoleUrl(server);
  return {
    url,
    port: Number(new URL(url).port),
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function consoleUrl(server: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (url !== null) resolve(url[0]);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}
