import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { unusedPort } from '../../apps/cli/src/testing/unused-port.ts';
import { root } from '../packages/published.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cfw-flow-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

const program = join(root, 'apps/cli/src/main.ts');

/**
 * Writes an `npx` into a folder that runs the program of this checkout in place of npm's, or another
 * command. What it starts ends with the test.
 */
export function writeNpx(
  folder: string,
  command = `"${process.execPath}" "${program}" "$@"`,
): void {
  const pid = join(folder, 'pid');
  const lines = ['#!/bin/bash', `echo $$ > "${pid}"`, 'shift 2', `exec ${command}`, ''];
  writeFileSync(join(folder, 'npx'), lines.join('\n'), { mode: 0o755 });
  onTestFinished(() => {
    try {
      process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  });
}

/** A port that is free: one that no system gives to those who ask for any. */
export async function freePort(): Promise<string> {
  return String(await unusedPort());
}
