import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textSource } from '@cfw-flow/store';
import { expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const hasRights = process.platform !== 'win32';

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

/** Opens a data directory, and ingests a flow and a line that is none. */
async function ingestInto(directory: string) {
  const warnings: string[] = [];
  const onWarning = (message: string) => warnings.push(message);
  const store = await openDuckdbStore({ directory, onWarning });
  const lines = [linesOf(numberedFlows(0, 1, 'nat')).trimEnd(), 'bad'];
  await store.ingest(textSource('a', 'a', lines), { fw_instance_id: firewall });
  return { store, warnings };
}

/** Modes of all files and folders in a folder, by their paths. */
async function modesIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const modes = names.map(async (name) => [name, await modeOf(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(modes));
}

it.skipIf(!hasRights)(
  'flows, rejected lines and backups are for the eyes of their owner',
  async () => {
    const folder = await temporaryFolder();
    const directory = join(folder, 'data');
    const { store, warnings } = await ingestInto(directory);
    expect(await modeOf(directory)).toBe('700');
    expect(await modesIn(directory)).toMatchObject({
      'flows.duckdb': '600',
      'flows.duckdb.commits': '600',
      'rejected.ndjson': '600',
    });
    await store.backup(join(folder, 'backup'));
    expect(await modeOf(join(folder, 'backup'))).toBe('700');
    expect(await modesIn(join(folder, 'backup'))).toEqual({
      'backup.json': '600',
      flows: '700',
      'flows/2025-07-01.parquet': '600',
      'log_hashes.parquet': '600',
      'logs.parquet': '600',
      'sources.parquet': '600',
    });
    await store.close();
    expect(warnings).toEqual([]);
  },
);

it.skipIf(!hasRights)(
  'a data directory that others may read is closed to them, with a word',
  async () => {
    const directory = join(await temporaryFolder(), 'data');
    await (await ingestInto(directory)).store.close();
    await chmod(directory, 0o755);
    for (const name of await readdir(directory)) await chmod(join(directory, name), 0o644);
    const { store, warnings } = await ingestInto(directory);
    expect(warnings).toEqual([
      `Other users of this machine could read the flows in ${directory}. From now on only its owner can.`,
    ]);
    expect(await modeOf(directory)).toBe('700');
    await store.close();
    const again = await ingestInto(directory);
    expect(again.warnings).toEqual([]);
    await again.store.close();
    expect(await modesIn(directory)).toEqual({
      'flows.duckdb': '600',
      'flows.duckdb.commits': '600',
      'rejected.ndjson': '600',
    });
  },
);

it.skipIf(!hasRights)('a folder for the files of many keeps its rights', async () => {
  const directory = join(await temporaryFolder(), 'tmp');
  await mkdir(directory);
  await chmod(directory, 0o1777);
  await (await ingestInto(directory)).store.close();
  expect(((await stat(directory)).mode & 0o7777).toString(8)).toBe('1777');
});

it.skipIf(!hasRights)(
  'a folder that has other files keeps its rights, and theirs, and what links lead to',
  async () => {
    const folder = await temporaryFolder();
    const directory = join(folder, 'shared');
    await mkdir(directory);
    await writeFile(join(directory, 'notes.txt'), '');
    await writeFile(join(folder, 'elsewhere'), '');
    await symlink(join(folder, 'elsewhere'), join(directory, 'rejected.1.ndjson'));
    for (const name of ['shared', 'shared/notes.txt', 'elsewhere'])
      await chmod(join(folder, name), 0o755);
    const { store } = await ingestInto(directory);
    await store.close();
    await chmod(join(directory, 'flows.duckdb'), 0o644);
    const again = await ingestInto(directory);
    await again.store.close();
    expect(again.warnings).toHaveLength(1);
    expect(await modeOf(directory)).toBe('755');
    expect(await modesIn(directory)).toMatchObject({ 'flows.duckdb': '600', 'notes.txt': '755' });
    expect(await modeOf(join(folder, 'elsewhere'))).toBe('755');
  },
);
