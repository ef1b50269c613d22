import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** Opens stores in memory, in a folder for temporary files, and says so. */
const program = `
  const { openDuckdbStore } = await import('../index.ts');
  const stores = [await openDuckdbStore(), await openDuckdbStore()];
  console.log('open');
  process.stdin.on('data', () => {}).on('end', async () => {
    for (const store of stores) await store.close();
  });`;

async function openInMemory(temporary: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

const foldersOf = async (temporary: string, pid: number | undefined) =>
  (await readdir(temporary)).filter((name) => name.includes(`-${pid}-`));

it('a store in memory removes the folders of processes that were killed, and no others', async () => {
  const temporary = await temporaryFolder();
  await mkdir(join(temporary, 'cfw-flow-data'));
  const living = await openInMemory(temporary);
  const killed = await openInMemory(temporary);
  killed.kill('SIGKILL');
  await once(killed, 'close');
  expect(await foldersOf(temporary, killed.pid)).toHaveLength(2);
  const next = await openInMemory(temporary);
  expect(await foldersOf(temporary, killed.pid)).toEqual([]);
  expect(await foldersOf(temporary, living.pid)).toHaveLength(2);
  expect(await foldersOf(temporary, next.pid)).toHaveLength(2);
  for (const child of [living, next]) {
    child.stdin.end();
    await once(child, 'close');
  }
  expect(await readdir(temporary)).toEqual(['cfw-flow-data']);
});

it('what a killed process left in a data directory is removed when it is opened', async () => {
  const directory = join(await temporaryFolder(), 'data');
  await (await openDuckdbStore({ directory })).close();
  const left = join(directory, 'flows.duckdb.tmp/duckdb_temp_storage_DEFAULT-0.tmp');
  await mkdir(dirname(left));
  await writeFile(left, 'left');
  await utimes(left, 1, 1);
  // Of this process itself, as far as anybody knows.
  const made = join(directory, 'flows.duckdb.tmp/made.tmp');
  await writeFile(made, '');
  const store = await openDuckdbStore({ directory });
  expect(existsSync(left)).toBe(false);
  expect(existsSync(made)).toBe(true);
  await store.close();
});
