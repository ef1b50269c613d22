import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';

const project = inject('project');

/** The compiler's complaints about project/consumer.ts. */
async function complaints(version: string, ...options: string[]): Promise<string> {
  const tsc = join(import.meta.dirname, `node_modules/typescript-${version}/bin/tsc`);
  try {
    const args = [tsc, '--project', project, ...options];
    await promisify(execFile)(process.execPath, args, { timeout: 200_000 });
    return '';
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
}

describe.each(['5.6', '5.9', '6', '7'])('the packed types under TypeScript %s', (version) => {
  test('are found by moduleResolution node16 and hold in strict code', async () => {
    expect(await complaints(version, '--module', 'node16')).toBe('');
  });

  test('are found by moduleResolution bundler and hold in strict code', async () => {
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    expect(await complaints(version, ...bundler)).toBe('');
  });

  test("hold with Node's types in place of the browser's", async () => {
    const node = ['--module', 'nodenext', '--lib', 'es2022', '--types', 'node'];
    expect(await complaints(version, ...node)).toBe('');
  });
});
