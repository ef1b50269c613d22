import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from '../packages/published.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cfw-flow-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Writes an `npx` into a folder that runs the program of this checkout in place of npm's. What it
 * starts ends with the test.
 */
export function writeNpx(folder: string): void {
  const program = join(root, 'apps/cli/src/main.ts');
  const pid = join(folder, 'pid');
  const lines = ['#!/bin/bash', `echo $$ > "${pid}"`, 'shift 2'];
  lines.push(`exec "${process.execPath}" "${program}" "$@"`, '');
  writeFileSync(join(folder, 'npx'), lines.join('\n'), { mode: 0o755 });
  onTestFinished(() => {
    try {
      process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  });
}

/** A port that is free, for now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
