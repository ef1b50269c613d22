import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../site-map.ts';

const program = join(root, 'scripts/cfw-flow.ts');

/** A server of made-up traffic, on a port of its own. */
export interface Demo {
  endpoint: string;
  stop(): void;
}

export async function startDemo(): Promise<Demo> {
  const server = spawn(process.execPath, [program, 'serve', '--demo', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // A colour would end where its address does.
    env: { ...process.env, FORCE_COLOR: undefined },
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const [endpoint] = /http:\S+(?=\/$)/.exec(line) ?? [];
    if (endpoint !== undefined) return { endpoint, stop: () => void server.kill() };
  }
  throw new Error('The demo ended before it served.');
}
