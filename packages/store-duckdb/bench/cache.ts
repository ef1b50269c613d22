import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was made once is kept: outside the repository, safe to delete. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cfw-flow', 'bench');

/**
 * Path of a file or folder of the cache, which is made when it isn't there. One that is cut off
 * while it is made is made again.
 *
 * @param name - a change of how it is made needs another name
 * @param make - makes it at the path that it is given, in a folder of its own
 */
export async function cached(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(cache, name);
  if (existsSync(path)) return path;
  const folder = `${path}.unfinished`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const start = performance.now();
  process.stderr.write(`making ${path} …\n`);
  await make(join(folder, name));
  await rename(join(folder, name), path);
  await rm(folder, { recursive: true });
  process.stderr.write(`made in ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  return path;
}

/** Gives some work a folder on the disk of the cache, and removes it afterwards. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>) {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'temporary-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Bytes of all files in a folder. */
export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => sizeOf(parentPath, name)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A database removes files of its own at any time. */
async function sizeOf(folder: string, name: string): Promise<number> {
  return stat(join(folder, name)).then(
    ({ size }) => size,
    () => 0,
  );
}
