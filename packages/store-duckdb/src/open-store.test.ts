import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDuckdbStore } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** A folder for temporary files that nobody else has: others may leave theirs in the system's. */
async function ownTemporaryFolder(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

/** Files of a folder that this process has open. */
async function openFilesIn(folder: string): Promise<string[]> {
  const links = await readdir('/proc/self/fd');
  const files = await Promise.all(
    links.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return files.filter((file) => file.startsWith(folder));
}

const isLinux = process.platform === 'linux';

describe('a store that can not be opened', () => {
  it('because of its deadline leaves nothing open', async () => {
    const directory = await temporaryFolder();
    await expect(openDuckdbStore({ directory, deadline: 0 })).rejects.toThrow(
      'The option deadline is 0',
    );
    await (await openDuckdbStore({ directory })).close();
  });

  it('because of its deadline leaves no temporary folder', async () => {
    const temporary = await ownTemporaryFolder();
    await expect(openDuckdbStore({ deadline: 0 })).rejects.toThrow('The option deadline is 0');
    expect(await readdir(temporary)).toEqual([]);
  });

  it('because the engine fails leaves no temporary folder', async () => {
    const temporary = await ownTemporaryFolder();
    const create = vi.spyOn(DuckDBInstance, 'create').mockRejectedValueOnce(new Error('No engine'));
    await expect(openDuckdbStore()).rejects.toThrow('No engine');
    create.mockRestore();
    expect(await readdir(temporary)).toEqual([]);
  });

  it.skipIf(!isLinux)('because of what is in it leaves no file open', async () => {
    const directory = await temporaryFolder();
    await (await openDuckdbStore({ directory })).close();
    const database = await DuckDBInstance.create(join(directory, 'flows.duckdb'));
    const connection = await database.connect();
    await connection.run('ALTER TABLE hosts RENAME TO gone');
    connection.closeSync();
    expect(await openFilesIn(directory)).not.toEqual([]);
    database.closeSync();
    await expect(openDuckdbStore({ directory })).rejects.toThrow('hosts');
    expect(await openFilesIn(directory)).toEqual([]);
  });
});
