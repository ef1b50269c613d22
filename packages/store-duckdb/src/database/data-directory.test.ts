import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError, textSource } from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckdbStore, repairDuckdbStore, restoreDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const line = ltsLine({
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.1',
  dst_ip: '2001:db8::1',
  protocol: 'TCP',
  to_s_bytes: 1n,
  to_c_bytes: 2n,
  end_time: 1_751_355_533_000,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Where names like these can't be. */
const isWindows = process.platform === 'win32';

/** Names that mean something in patterns, addresses or shells, or need care in SQL. */
const names = [
  "a'b",
  'a"b',
  'a b',
  'a#b',
  'a%20b',
  'a;b',
  '~',
  '[ab]',
  '{a,b}',
  'a=1',
  'файл',
  '例',
];

/** Makes a backup of one flow. */
async function restorable(path: string): Promise<void> {
  const store = await openDuckdbStore();
  await store.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
  await store.backup(path);
  await store.close();
}

async function refusal(directory: string): Promise<StoreError> {
  const error = await openDuckdbStore({ directory }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

describe('a data directory', () => {
  it('is created when it is not there, and keeps the flows and the sources', async () => {
    const directory = join(folder, 'new', 'data');
    const first = await openDuckdbStore({ directory });
    await first.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    await first.close();
    const second = await openDuckdbStore({ directory });
    const again = await second.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    expect(again.repeated).toBe(true);
    expect(await second.firewalls()).toMatchObject([{ fw_instance_id: firewall, flows: 1 }]);
    await second.close();
  });

  it('tells the size of what was just ingested, too', async () => {
    const store = await openDuckdbStore({ directory: folder });
    const { bytes: empty } = await store.status();
    await store.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    expect((await store.status()).bytes).toBeGreaterThan(empty);
    await store.close();
  });

  it('holds nothing but the database and the number of its commits when it is closed', async () => {
    const store = await openDuckdbStore({ directory: folder });
    await store.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    await store.close();
    expect(await readdir(folder)).toEqual(['flows.duckdb', 'flows.duckdb.commits']);
  });

  it('that another process has open is refused, and says which one', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '-e', holderScript(folder)], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      await once(holder.stdout, 'data');
      const error = await refusal(folder);
      expect(error.code).toBe('DATA_IN_USE');
      expect(error.message).toContain(folder);
      if (process.platform !== 'win32') expect(error.message).toContain(`process ${holder.pid}`);
    } finally {
      holder.stdin.end();
      await once(holder, 'exit');
    }
    await (await openDuckdbStore({ directory: folder })).close();
  });

  it('that this process has open is refused, whichever way it is reached and opened', async () => {
    const directory = join(folder, 'data');
    const link = join(folder, 'link');
    const store = await openDuckdbStore({ directory });
    await symlink(directory, link, 'junction');
    const message = `The data directory ${link} is in use by this process itself (${process.pid}).`;
    const inUse = expect.objectContaining({
      code: 'DATA_IN_USE',
      message: expect.stringContaining(message),
    });
    await expect(openDuckdbStore({ directory: link })).rejects.toEqual(inUse);
    await expect(repairDuckdbStore(link)).rejects.toEqual(inUse);
    await store.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    await store.close();
    const again = await openDuckdbStore({ directory: link });
    expect(await again.status()).toMatchObject({ flows: 1 });
    await again.close();
  });

  it('is opened by one of those who open it at once', async () => {
    const opening = [1, 2, 3].map(() => openDuckdbStore({ directory: folder }));
    const opened = await Promise.allSettled(opening);
    const stores = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(stores).toHaveLength(1);
    await stores[0]!.close();
  });

  it('that did not open, or was repaired or restored, is not in use', async () => {
    const directory = join(folder, 'data');
    await mkdir(directory);
    await writeFile(join(directory, 'flows.duckdb'), 'not a database '.repeat(1000));
    expect((await refusal(directory)).code).toBe('DATA_DAMAGED');
    await rm(join(directory, 'flows.duckdb'));
    expect(await repairDuckdbStore(directory)).toBeUndefined();
    const store = await openDuckdbStore({ directory });
    await store.backup(join(folder, 'kept'));
    await store.close();
    const restored = join(folder, 'restored');
    await restoreDuckdbStore(join(folder, 'kept'), { directory: restored });
    await (await openDuckdbStore({ directory: restored })).close();
  });

  it('that can not be created is refused', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const directory of [file, join(file, 'data')]) {
      const error = await refusal(directory);
      expect(error.code).toBe('DATA_UNWRITABLE');
      expect(error.message).toContain(`${directory} can't be created`);
      expect(error.message).toContain('is a file and not a folder');
    }
  });

  it.runIf(process.platform === 'linux')('is refused where none can be made', async () => {
    await restorable(join(folder, 'kept'));
    const directory = '/proc/cfw-flow/data';
    const error = await refusal(directory);
    expect(error.code).toBe('DATA_UNWRITABLE');
    expect(error.message).toMatch(
      /^The data directory \/proc\/cfw-flow\/data can't be created .* Choose another directory/,
    );
    await expect(restoreDuckdbStore(join(folder, 'kept'), { directory })).rejects.toMatchObject({
      code: 'DATA_UNWRITABLE',
      message: expect.stringContaining(`${directory} can't be made for `),
    });
  });

  it.each(['what?', 'what?/data'])('that is %s is refused, and not made', async (name) => {
    await restorable(join(folder, 'kept'));
    const directory = join(folder, name);
    const refused = expect.objectContaining({
      code: 'DATA_UNWRITABLE',
      message: `The data directory ${directory} can't be used: its path has a question mark, which the database engine does not take for a part of a name. Choose another directory.`,
    });
    await expect(openDuckdbStore({ directory })).rejects.toEqual(refused);
    await expect(repairDuckdbStore(directory)).rejects.toEqual(refused);
    await expect(restoreDuckdbStore(join(folder, 'kept'), { directory })).rejects.toEqual(refused);
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it.skipIf(isWindows).each(names)('may have the name %s', async (name) => {
    const directory = join(folder, name);
    const store = await openDuckdbStore({ directory });
    await store.ingest(textSource('a', 'a', [line]), { fw_instance_id: firewall });
    expect(await readdir(directory)).toContain('flows.duckdb.wal');
    await store.close();
    const again = await openDuckdbStore({ directory });
    expect(await again.status()).toMatchObject({ flows: 1 });
    await again.close();
  });

  it.skipIf(isWindows).each(['~', '~/data', 's3:data'])(
    'is here when it is %s, and nowhere else',
    async (name) => {
      const [here, home] = [join(folder, 'here'), join(folder, 'home')];
      await restorable(join(here, '~kept'));
      await mkdir(home);
      const child = spawn(process.execPath, ['--input-type=module', '-e', restoreScript(name)], {
        cwd: here,
        env: { ...process.env, HOME: home, USERPROFILE: home },
        stdio: 'inherit',
      });
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(await readdir(join(here, name))).toContain('flows.duckdb');
      expect(await readdir(home)).toEqual([]);
    },
  );

  it('whose database is something else is refused', async () => {
    await writeFile(join(folder, 'flows.duckdb'), 'not a database '.repeat(1000));
    const error = await refusal(folder);
    expect(error.code).toBe('DATA_DAMAGED');
    expect(error.message).toContain('flows.duckdb is damaged, or no database of cfw-flow');
  });

  it('whose database has tables of something else is refused, and left as it was', async () => {
    const file = join(folder, 'flows.duckdb');
    const database = await DuckDBInstance.create(file);
    const connection = await database.connect();
    await connection.run('CREATE TABLE songs (title VARCHAR)');
    connection.closeSync();
    database.closeSync();
    const before = await readFile(file);
    const error = await refusal(folder);
    expect(error.code).toBe('DATA_INCOMPATIBLE');
    expect(error.message).toContain('has a database of something else in it');
    expect(await readFile(file)).toEqual(before);
  });
});

/** Opens the data directory, says so, and holds it until its input ends. */
function holderScript(directory: string): string {
  return `
    const { openDuckdbStore } = await import('../index.ts');
    const store = await openDuckdbStore({ directory: ${JSON.stringify(directory)} });
    console.log('open');
    process.stdin.on('data', () => {}).on('end', () => store.close());`;
}

/** Restores a backup to a data directory, and opens it. */
function restoreScript(directory: string): string {
  const index = JSON.stringify(new URL('../index.ts', import.meta.url));
  return `
    const { openDuckdbStore, restoreDuckdbStore } = await import(${index});
    const directory = ${JSON.stringify(directory)};
    await restoreDuckdbStore('~kept', { directory });
    const store = await openDuckdbStore({ directory });
    const { flows } = await store.status();
    await store.close();
    process.exit(flows === 1 ? 0 : 1);`;
}
