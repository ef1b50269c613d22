import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { escapeControlChars } from './escape-control-chars.ts';

/**
 * Makes a file that is there when all of it is, or not at all: it is written beside its place, as
 * `NAME.unfinished-…`, and takes the place of what was there before. What fails leaves nothing.
 *
 * @param write - writes the file whose path it gets
 * @throws {@link Failure} when the file can't be written, and what `write` throws
 */
export async function writeAtomically(
  file: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const place = resolve(file);
  const path = join(dirname(place), `${basename(place)}.unfinished-${randomUUID().slice(0, 8)}`);
  try {
    await write(path);
    await sync(path);
    await rename(path, place);
  } catch (error) {
    // What went wrong first is what counts.
    await rm(path, { force: true }).catch(() => undefined);
    throw explained(error, file);
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
};

function explained(error: unknown, file: string): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return error;
  return new Failure(
    `${escapeControlChars(file)} can't be written: ${reason}. Choose another place.`,
    undefined,
    { cause: error },
  );
}
