import { randomUUID } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { makeDirectory, StoreError } from '@cfw-flow/store';
import { isFullDisk } from '../../database/full-disk.ts';
import { privateFolder } from '../../database/rights.ts';
import { syncFolder } from './sync.ts';

/**
 * Makes a folder that is there when all of it is, or not at all: it is filled beside its place, as
 * `NAME.unfinished-…`, and moved there. What fails leaves nothing; a process that is killed leaves
 * the unfinished folder. Nobody but its owner may enter it.
 *
 * @param target - where there is nothing yet, or an empty folder
 * @param what - what the folder is, for people
 * @param fill - fills the folder whose path it gets; all has to be on the disk then
 * @throws {@link StoreError} `DATA_UNWRITABLE` or `DATA_FULL`, and what `fill` throws
 */
export async function makeFolder<Result>(
  target: string,
  what: string,
  fill: (path: string) => Promise<Result>,
): Promise<Result> {
  let place = resolve(target);
  try {
    place = await placeFor(place, what);
    const path = join(dirname(place), `${basename(place)}.unfinished-${randomUUID().slice(0, 8)}`);
    await makeDirectory(dirname(path));
    await mkdir(path, { mode: privateFolder });
    try {
      const result = await fill(path);
      await syncFolder(path);
      await moveTo(place, path);
      return result;
    } catch (error) {
      await rm(path, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, place, what);
  }
}

async function placeFor(path: string, what: string): Promise<string> {
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (entries === undefined) return path;
  if (entries.length > 0) throw taken(path, what);
  // An empty folder may be reached by a link, which has to stay one.
  return realpath(path);
}

async function moveTo(place: string, path: string): Promise<void> {
  // Not every system moves a folder over an empty one.
  await rmdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(path, place);
  await syncFolder(dirname(place));
}

function taken(path: string, what: string, cause?: unknown): StoreError {
  return new StoreError(
    'DATA_UNWRITABLE',
    `${path} is not empty, so that ${what} can't be made there. Choose a folder that is not there yet.`,
    { cause },
  );
}

function explain(error: NodeJS.ErrnoException, place: string, what: string): unknown {
  if (error instanceof StoreError) return error;
  if (isFullDisk(error)) {
    return new StoreError(
      'DATA_FULL',
      `There is no room left for ${what} in ${dirname(place)}. None of it is kept. Make room, or choose another place.`,
      { cause: error },
    );
  }
  switch (error.code) {
    case 'ENOTEMPTY':
    case 'EEXIST':
      return taken(place, what, error);
    case 'EBUSY':
    case 'EXDEV':
      return new StoreError(
        'DATA_UNWRITABLE',
        `${place} is where a disk is mounted, so that ${what} can't be put in its place. Choose a new folder within it.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'ENOENT':
    case 'ENAMETOOLONG':
      return new StoreError(
        'DATA_UNWRITABLE',
        `${place} can't be made for ${what}: ${error.message}. Choose another place, or give this user the right to write there.`,
        { cause: error },
      );
    default:
      return error;
  }
}
