import { chmod, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDirectory } from './make-directory.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-make-'));
});
afterEach(() => rm(folder, { recursive: true }));

const isWindows = process.platform === 'win32';

describe('a directory', () => {
  it('is made with all that are missing above it, by several at once', async () => {
    const path = join(folder, 'a', 'b', 'c');
    await Promise.all([makeDirectory(path, 0o700), makeDirectory(path, 0o700)]);
    for (const made of [path, join(folder, 'a')]) {
      const found = await stat(made);
      expect([made, found.isDirectory()]).toEqual([made, true]);
      if (!isWindows) expect([made, found.mode & 0o777]).toEqual([made, 0o700]);
    }
  });

  it('may be there, keeps its rights then, and may be a link or the root', async () => {
    await chmod(folder, 0o750);
    const link = join(folder, 'link');
    await symlink(folder, link, 'junction');
    for (const path of [folder, link, join(link, 'new'), parse(folder).root]) {
      await makeDirectory(path, 0o700);
    }
    if (!isWindows) expect((await stat(folder)).mode & 0o777).toBe(0o750);
    expect((await stat(join(folder, 'new'))).isDirectory()).toBe(true);
  });

  it('is not made where a file is, nor below one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(makeDirectory(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeDirectory(join(file, 'a', 'b'))).rejects.toMatchObject({
      code: isWindows ? 'EEXIST' : 'ENOTDIR',
    });
  });

  it.runIf(process.platform === 'linux')('is not made where none can be', async () => {
    for (const path of ['/proc/cfw-flow', '/proc/cfw-flow/data']) {
      await expect(makeDirectory(path)).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });
});
