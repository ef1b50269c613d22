import { randomUUID } from 'node:crypto';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { escapeControlChars } from './escape-control-chars.ts';

/**
 * Makes a file that is there when all of it is, or not at all: it is written beside its place, as
 * `NAME.unfinished-…`, and takes the place of what was there before. What fails leaves nothing. A link
 * stays, and its file is replaced. A pipe or a device, such as `/dev/stdout`, is written to as it is.
 *
 * @param write - writes the file whose path it gets
 * @throws {@link Failure} when the file can't be written, and what `write` throws
 */
export async function writeAtomically(
  file: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  if (await isStream(file)) {
    await write(file).catch((error: unknown) => {
      throw explainedWriteError(error, file);
    });
    return;
  }
  const place = await placeOf(file);
  const path = join(dirname(place), `${basename(place)}.unfinished-${randomUUID().slice(0, 8)}`);
  try {
    await write(path);
    await sync(path);
    await rename(path, place);
  } catch (error) {
    // What went wrong first is what counts.
    await rm(path, { force: true }).catch(() => undefined);
    throw explainedWriteError(error, file);
  }
}

/**
 * Checks that a file can be made at a place, before the work that fills it.
 *
 * @throws {@link Failure} when it can't
 */
export async function checkPlace(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw notWritable(file, 'EISDIR');
  if (await isStream(file)) return;
  // With the dot it has to be a folder.
  const folder = `${dirname(await placeOf(file))}/.`;
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw explainedWriteError(error, file);
  });
}

/** Where a file is that may be a link. */
function placeOf(file: string): Promise<string> {
  return realpath(file).catch(() => resolve(file));
}

/** Whether the place is neither free nor a file or folder: to replace it would take it from others. */
async function isStream(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

const reasons = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  ENOSPC: 'no space is left there',
  EDQUOT: 'no space is left there',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  EPIPE: 'its reader has closed it',
} as const;

/** Why a file could not be written, for a person; what is no fault of its place, as it is. */
export function explainedWriteError(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && code in reasons
    ? notWritable(file, code as keyof typeof reasons, { cause: error })
    : error;
}

function notWritable(file: string, code: keyof typeof reasons, options?: ErrorOptions): Failure {
  return new Failure(
    `${escapeControlChars(file)} can't be written: ${reasons[code]}. Choose another place.`,
    undefined,
    options,
  );
}
